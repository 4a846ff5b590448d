namespace TriageConsole.Core.Agreement;

/// <summary>
/// The labels of one criterion as a histogram: how many items have so many labels in each category. All coefficients but Cohen's rest on
/// it alone, and it stays small however many labels there are, so it can be kept instead of counted.
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

    /// <summary>The categories' values in rising order; for nominal categories any distinct numbers.</summary>
    public double[] Values { get; }

    /// <summary>Categories that occur; of a resample those of the whole, which is what could have been drawn.</summary>
    public int UsedCategories { get; }

    /// <summary>Number of distinct patterns.</summary>
    public int Patterns => items.Length;

    /// <summary>Items with at least one label.</summary>
    public long Items => items.Sum();

    /// <summary>Items with two labels or more: what agreement rests on.</summary>
    public long PairedItems => Enumerable.Range(0, Patterns).Where(p => labels[p] >= 2).Sum(p => items[p]);

    /// <summary>Labels in all.</summary>
    public long Labels => Enumerable.Range(0, Patterns).Sum(p => items[p] * labels[p]);

    /// <summary>From items given as their labels' categories; an item without labels is left out.</summary>
    /// <param name="values">One value a category, rising strictly.</param>
    /// <param name="itemLabels">For each item the indices of its labels' categories.</param>
    /// <exception cref="ArgumentException">A value is not finite or not above the one before, or a category is none.</exception>
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

    /// <summary>From a matrix of ratings, in one pass; an item without labels is left out.</summary>
    /// <param name="values">One value a category, rising strictly.</param>
    /// <param name="ratings">Item by item one entry a labeler: the index of the category, or -1 where it gave none.</param>
    /// <param name="labelers">Entries an item.</param>
    /// <exception cref="ArgumentException">As for the other forms, or the ratings are not whole items.</exception>
    public static AgreementTable Of(IReadOnlyList<double> values, ReadOnlySpan<short> ratings, int labelers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelers);
        if (ratings.Length % labelers != 0)
            throw new ArgumentException("The last item has fewer ratings than labelers.", nameof(ratings));
        return Of(values, PatternCounter.Count(ratings, labelers, values.Count));
    }

    /// <summary>From a kept histogram.</summary>
    /// <param name="values">One value a category, rising strictly.</param>
    /// <param name="patterns">Counts by category, each category once, and how many items have them.</param>
    /// <exception cref="ArgumentException">
    /// A value is not finite or not above the one before, a category is none or twice in a pattern, or a count is not above zero.
    /// </exception>
    public static AgreementTable Of(IReadOnlyList<double> values, IEnumerable<(CategoryCount[] Counts, long Items)> patterns)
    {
        for (var k = 0; k < values.Count; k++)
        {
            if (!double.IsFinite(values[k]))
                throw new ArgumentException($"The value of category {k} is not a finite number.", nameof(values));
            if (k > 0 && values[k] <= values[k - 1])
                throw new ArgumentException("Values of categories must rise.", nameof(values));
        }

        var list = patterns.Where(p => p.Counts.Length > 0 && p.Items != 0).ToList();
        foreach (var (counts, number) in list)
            if (
                number < 0
                || counts.Any(c => c.Category < 0 || c.Category >= values.Count || c.Count <= 0)
                || counts.DistinctBy(c => c.Category).Count() < counts.Length
            )
                throw new ArgumentException(
                    "A pattern names a category that is none, or one twice, or a count that is not above zero.",
                    nameof(patterns)
                );
        var start = new int[list.Count + 1];
        for (var p = 0; p < list.Count; p++)
            start[p + 1] = start[p] + list[p].Counts.Length;
        return new AgreementTable([.. values], start, [.. list.SelectMany(p => p.Counts)], [.. list.Select(p => p.Items)]);
    }

    /// <summary>Counts of the pattern's categories.</summary>
    internal ReadOnlySpan<CategoryCount> Counts(int pattern) => counts.AsSpan(start[pattern]..start[pattern + 1]);

    /// <summary>How many items have the pattern.</summary>
    internal long ItemsOf(int pattern) => items[pattern];

    /// <summary>Labels of an item of the pattern.</summary>
    internal int LabelsOf(int pattern) => labels[pattern];

    /// <summary>The same patterns with other numbers of items: a resample.</summary>
    internal AgreementTable With(long[] otherItems) => new(this, otherItems);

    /// <summary>All but one item of the pattern.</summary>
    internal AgreementTable Without(int pattern)
    {
        var left = (long[])items.Clone();
        left[pattern]--;
        return With(left);
    }
}
