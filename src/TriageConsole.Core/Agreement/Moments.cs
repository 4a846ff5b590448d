namespace TriageConsole.Core.Agreement;

/// <summary>Number, sum and sum of squares of labels' r.</summary>
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

    /// <summary>Pairs of one item over its labels less one. About one of its own: near-equal large ones keep their digits.</summary>
    public static double Disagreement(ReadOnlySpan<CategoryCount> counts, double[] r)
    {
        if (counts.Length == 1)
            return 0;
        var m = Of(counts, r, r[counts[0].Category]);
        return m.Pairs / (m.N - 1);
    }

    public Moments Less(Moments other) => new(N - other.N, First - other.First, Second - other.Second);
}
