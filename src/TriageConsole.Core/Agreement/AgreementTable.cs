namespace TriageConsole.Core.Agreement;

/// <summary>
/// The labels of one criterion as a histogram: the number of items per pattern, where a pattern is a number of labels per category. All
/// coefficients except Cohen's κ need only this. Its size does not grow with the number of labels, so it can be stored.
/// </summary>
public sealed class AgreementTable
{
    private readonly int[] start;
    private readonly CategoryCount[] counts;
    private readonly long[] items;
    private readonly int[] labels;

    private AgreementTable(double[] values, int[] start, CategoryCount[] counts, long[] items)
    {
        (Values, this.start, this.counts, this.items) = (values, start, counts, items);
        labels = new int[items.Length];
        for (var p = 0; p < items.Length; p++)
            foreach (var c in Counts(p))
                labels[p] += c.Count;
        UsedCategories = counts.DistinctBy(c => c.Category).Count();
    }

    private AgreementTable(AgreementTable whole, long[] items) =>
        (Values, start, counts, labels, UsedCategories, this.items) = (
            whole.Values,
            whole.start,
            whole.counts,
            whole.labels,
            whole.UsedCategories,
            items
        );

    /// <summary>The values of the categories in ascending order; for nominal categories any distinct numbers.</summary>
    public double[] Values { get; }

    /// <summary>
    /// Number of categories that occur. A resample has the number of the original table, because all of these could have been drawn.
    /// </summary>
    public int UsedCategories { get; }

    /// <summary>Number of distinct patterns.</summary>
    public int Patterns => items.Length;

    /// <summary>Items with at least one label.</summary>
    public long Items => items.Sum();

    /// <summary>Items with at least two labels: the base of agreement.</summary>
    public long PairedItems => Enumerable.Range(0, Patterns).Where(p => labels[p] >= 2).Sum(p => items[p]);

    /// <summary>Total number of labels.</summary>
    public long Labels => Enumerable.Range(0, Patterns).Sum(p => items[p] * labels[p]);

    /// <summary>Creates a table from the categories of each item's labels. Items without labels are left out.</summary>
    /// <param name="values">One value per category, strictly ascending.</param>
    /// <param name="itemLabels">For each item, the category indices of its labels.</param>
    /// <exception cref="ArgumentException">A value is not finite or not above the previous one, or an index is not a category.</exception>
    public static AgreementTable Of(IReadOnlyList<double> values, IEnumerable<IEnumerable<int>> itemLabels)
    {
        var known = new Dictionary<string, (CategoryCount[] Counts, long Items)>(StringComparer.Ordinal);
        foreach (var item in itemLabels)
        {
            var pattern = item.GroupBy(c => c).OrderBy(g => g.Key).Select(g => new CategoryCount(g.Key, g.Count())).ToArray();
            if (pattern.Length == 0)
                continue;
            var key = string.Join(';', pattern.Select(c => $"{c.Category}:{c.Count}"));
            known[key] = (pattern, known.GetValueOrDefault(key).Items + 1);
        }

        return Of(values, known.Values);
    }

    /// <summary>Creates a table from a matrix of ratings in one pass. Items without labels are left out.</summary>
    /// <param name="values">One value per category, strictly ascending.</param>
    /// <param name="ratings">One entry per labeler, item by item: the index of the category, or -1 for no label.</param>
    /// <param name="labelers">Number of entries per item.</param>
    /// <exception cref="ArgumentException">As for the other overloads, or the number of ratings is not a multiple of the
    /// labelers.</exception>
    public static AgreementTable Of(IReadOnlyList<double> values, ReadOnlySpan<short> ratings, int labelers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelers);
        if (ratings.Length % labelers != 0)
            throw new ArgumentException("The last item has fewer ratings than labelers.", nameof(ratings));
        return Of(values, PatternCounter.Count(ratings, labelers, values.Count));
    }

    /// <summary>Creates a table from a stored histogram.</summary>
    /// <param name="values">One value per category, strictly ascending.</param>
    /// <param name="patterns">Counts by category, each category once, and the number of items with these counts.</param>
    /// <exception cref="ArgumentException">
    /// A value is not finite or not above the previous one, an index is not a category or occurs twice in a pattern, or a count is not
    /// positive.
    /// </exception>
    public static AgreementTable Of(IReadOnlyList<double> values, IEnumerable<(CategoryCount[] Counts, long Items)> patterns)
    {
        for (var k = 0; k < values.Count; k++)
        {
            if (!double.IsFinite(values[k]))
                throw new ArgumentException($"The value of category {k} is not a finite number.", nameof(values));
            if (k > 0 && values[k] <= values[k - 1])
                throw new ArgumentException("Values of categories must be strictly ascending.", nameof(values));
        }

        var list = patterns.Where(p => p.Counts.Length > 0 && p.Items != 0).ToList();
        foreach (var (counts, number) in list)
            if (
                number < 0
                || counts.Any(c => c.Category < 0 || c.Category >= values.Count || c.Count <= 0)
                || counts.DistinctBy(c => c.Category).Count() < counts.Length
            )
                throw new ArgumentException(
                    "A pattern has an unknown category, a category twice, or a count that is not positive.",
                    nameof(patterns)
                );
        var start = new int[list.Count + 1];
        for (var p = 0; p < list.Count; p++)
            start[p + 1] = start[p] + list[p].Counts.Length;
        return new AgreementTable([.. values], start, [.. list.SelectMany(p => p.Counts)], [.. list.Select(p => p.Items)]);
    }

    /// <summary>The counts of the pattern by category.</summary>
    internal ReadOnlySpan<CategoryCount> Counts(int pattern) => counts.AsSpan(start[pattern]..start[pattern + 1]);

    /// <summary>Number of items with the pattern.</summary>
    internal long ItemsOf(int pattern) => items[pattern];

    /// <summary>Number of labels of an item with the pattern.</summary>
    internal int LabelsOf(int pattern) => labels[pattern];

    /// <summary>The same patterns with other numbers of items: a resample.</summary>
    internal AgreementTable With(long[] otherItems) => new(this, otherItems);

    /// <summary>The table without one item of the pattern.</summary>
    internal AgreementTable Without(int pattern)
    {
        var left = (long[])items.Clone();
        left[pattern]--;
        return With(left);
    }
}
