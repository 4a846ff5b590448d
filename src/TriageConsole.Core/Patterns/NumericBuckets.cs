using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>Splits a numeric attribute at its quantiles, so that it can be a term of a pattern.</summary>
public sealed class NumericBuckets
{
    /// <summary>An attribute with at most this many distinct numbers is categorical: each number is one bucket.</summary>
    public const int MaxCategories = 12;

    private readonly double[] edges;

    private NumericBuckets(double[] edges, bool isCategorical, IReadOnlyList<string> labels) =>
        (this.edges, IsCategorical, Labels) = (edges, isCategorical, labels);

    /// <summary>Upper bounds of all buckets except the last, ascending. For a categorical attribute, its numbers.</summary>
    public IReadOnlyList<double> Edges => edges;

    /// <summary>Whether each number is one bucket.</summary>
    public bool IsCategorical { get; }

    /// <summary>One label per bucket: "≤ 120", "121 – 480", "> 480".</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// Splits so that the buckets contain about the same number of values; there are fewer buckets if values repeat. Ignores values that
    /// are not finite.
    /// </summary>
    /// <param name="values">The values of all rows that have the attribute.</param>
    /// <param name="buckets">Maximum number of buckets, at least 2.</param>
    public static NumericBuckets Of(IEnumerable<double> values, int buckets = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 2);
        double[] sorted = [.. values.Where(double.IsFinite).Select(v => v == 0 ? 0 : v)];
        Array.Sort(sorted);
        var distinct = sorted.Distinct().Take(MaxCategories + 1).ToArray();
        if (distinct.Length <= MaxCategories)
            return new NumericBuckets(distinct, true, [.. distinct.Select(Short)]);
        var cuts = Enumerable
            .Range(1, buckets - 1)
            .Select(q => sorted[(int)(((long)q * sorted.Length) + buckets - 1) / buckets - 1])
            .Distinct()
            .Where(c => c < sorted[^1])
            .ToArray();
        // If every quantile is the largest value, there is no split below it. The smaller values become the other bucket.
        if (cuts.Length == 0)
            cuts = [sorted.Last(v => v < sorted[^1])];
        cuts = Rounded(cuts, sorted);
        return new NumericBuckets(cuts, false, Words(cuts, Array.TrueForAll(sorted, v => Math.Floor(v) == v)));
    }

    /// <summary>Index of the bucket of a value. -1 if it is not finite, or if a categorical attribute does not have this number.</summary>
    public int IndexOf(double value)
    {
        if (!double.IsFinite(value))
            return -1;
        var at = Array.BinarySearch(edges, value == 0 ? 0 : value);
        return at >= 0 ? at
            : IsCategorical ? -1
            : ~at;
    }

    /// <summary>Rounds to three digits, or to more if otherwise a bucket would lose more than half of its values.</summary>
    private static double[] Rounded(double[] cuts, double[] sorted)
    {
        var exact = Counts(cuts, sorted);
        for (var digits = 3; digits < 16; digits++)
        {
            var rounded = Array.ConvertAll(cuts, c => Round(c, digits));
            if (Counts(rounded, sorted).Zip(exact).All(c => c.First > 0 && c.First * 2 >= c.Second))
                return rounded;
        }

        return cuts;
    }

    /// <summary>Number of values in each bucket.</summary>
    private static int[] Counts(double[] cuts, double[] sorted)
    {
        int[] upTo = [0, .. cuts.Select(c => CountUpTo(sorted, c)), sorted.Length];
        return [.. upTo.Zip(upTo.Skip(1), (from, to) => to - from)];
    }

    private static int CountUpTo(double[] sorted, double cut)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= cut)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Round(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string[] Words(double[] cuts, bool whole)
    {
        var words = new string[cuts.Length + 1];
        words[0] = $"≤ {Short(cuts[0])}";
        words[^1] = $"> {Short(cuts[^1])}";
        for (var b = 1; b < cuts.Length; b++)
        {
            var from = whole ? Math.Floor(cuts[b - 1]) + 1 : cuts[b - 1];
            words[b] = from == cuts[b] ? Short(from) : $"{Short(from)} – {Short(cuts[b])}";
        }

        return words;
    }

    private static string Short(double value) =>
        value.ToString(
            Math.Abs(value) is 0 or (>= 1e-4 and < 1e12) ? "0.###############" : "0.###############E+0",
            CultureInfo.InvariantCulture
        );
}
