using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>Cuts a numeric attribute at its quantiles, so that it can be a term of a pattern.</summary>
public sealed class NumericBuckets
{
    /// <summary>An attribute with no more distinct numbers than this is categorical: each number is a value of its own.</summary>
    public const int MostCategories = 12;

    private readonly double[] edges;

    private NumericBuckets(double[] edges, bool isCategorical, IReadOnlyList<string> labels) =>
        (this.edges, IsCategorical, Labels) = (edges, isCategorical, labels);

    /// <summary>Upper ends of all buckets but the last, rising; of a categorical attribute its numbers.</summary>
    public IReadOnlyList<double> Edges => edges;

    /// <summary>Whether each number is a bucket of its own.</summary>
    public bool IsCategorical { get; }

    /// <summary>A bucket each, in words: "≤ 120", "121 – 480", "> 480".</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Cuts so that the buckets hold about equally many values; fewer where values repeat. What is not finite is left out.</summary>
    /// <param name="values">The attribute of all rows that have it.</param>
    /// <param name="buckets">Most buckets, two or more.</param>
    public static NumericBuckets Of(IEnumerable<double> values, int buckets = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 2);
        double[] sorted = [.. values.Where(double.IsFinite).Select(v => v == 0 ? 0 : v).Order()];
        var distinct = sorted.Distinct().Take(MostCategories + 1).ToArray();
        if (distinct.Length <= MostCategories)
            return new NumericBuckets(distinct, true, [.. distinct.Select(Short)]);
        var cuts = Enumerable
            .Range(1, buckets - 1)
            .Select(q => sorted[(int)(((long)q * sorted.Length) + buckets - 1) / buckets - 1])
            .Distinct()
            .Where(c => c < sorted[^1])
            .ToArray();
        // Ties up to the largest value leave no cut below it: what is smaller than that is the other bucket.
        if (cuts.Length == 0)
            cuts = [sorted.Last(v => v < sorted[^1])];
        cuts = Rounded(cuts, sorted);
        return new NumericBuckets(cuts, false, Words(cuts, Array.TrueForAll(sorted, v => Math.Floor(v) == v)));
    }

    /// <summary>The bucket of a value; -1 for what is not finite, and for a number that a categorical attribute never had.</summary>
    public int IndexOf(double value)
    {
        if (!double.IsFinite(value))
            return -1;
        var at = Array.BinarySearch(edges, value == 0 ? 0 : value);
        return at >= 0 ? at
            : IsCategorical ? -1
            : ~at;
    }

    /// <summary>To three digits, or as many more as it takes for each bucket to keep half of its values at least.</summary>
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

    /// <summary>Values in each bucket.</summary>
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
