namespace TriageConsole.Core.Agreement;

/// <summary>Number, sum and sum of squares of the labels' r.</summary>
internal readonly record struct Moments(double N, double First, double Second)
{
    /// <summary>Σ over ordered pairs of (ra − rb)².</summary>
    public double Pairs => 2 * ((N * Second) - (First * First));

    public static Moments Of(double[] n, double[] r)
    {
        double total = 0,
            first = 0,
            second = 0;
        for (var k = 0; k < n.Length; k++)
        {
            total += n[k];
            first += n[k] * r[k];
            second += n[k] * r[k] * r[k];
        }

        return new Moments(total, first, second);
    }

    public static Moments Of(ReadOnlySpan<CategoryCount> counts, double[] r, double origin)
    {
        double total = 0,
            first = 0,
            second = 0;
        foreach (var c in counts)
        {
            var d = r[c.Category] - origin;
            total += c.Count;
            first += c.Count * d;
            second += c.Count * d * d;
        }

        return new Moments(total, first, second);
    }

    /// <summary>
    /// Sum over ordered pairs of one item, divided by its labels minus one. Relative to one of its values, so that nearly equal large
    /// values keep their digits.
    /// </summary>
    public static double Disagreement(ReadOnlySpan<CategoryCount> counts, double[] r)
    {
        if (counts.Length == 1)
            return 0;
        var m = Of(counts, r, r[counts[0].Category]);
        return m.Pairs / (m.N - 1);
    }

    public Moments Less(Moments other) => new(N - other.N, First - other.First, Second - other.Second);
}
