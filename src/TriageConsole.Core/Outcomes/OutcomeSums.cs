namespace TriageConsole.Core.Outcomes;

/// <summary>Measured outcomes of a group, as sums that a database can add.</summary>
/// <param name="Count">Number of measured outcomes.</param>
/// <param name="Sum">Sum of the outcomes, in units of the outcome metric.</param>
/// <param name="SumOfSquares">Sum of their squares, in squared units of the metric.</param>
public readonly record struct OutcomeSums(long Count, double Sum, double SumOfSquares)
{
    /// <summary>The mean; null if there are no outcomes.</summary>
    public double? Mean => Count > 0 ? Sum / Count : null;

    /// <summary>Sample variance, divided by n − 1; null for fewer than two values. Rounding errors of equal values count as 0.</summary>
    public double? Variance => Count > 1 ? Scatter / (Count - 1) : null;

    /// <summary>Σ (x − mean)²; 0 if only rounding errors remain.</summary>
    internal double Scatter
    {
        get
        {
            var scatter = Count > 0 ? SumOfSquares - (Sum * Sum / Count) : 0;
            return scatter <= SumOfSquares * 1e-12 ? 0 : scatter;
        }
    }

    /// <summary>Whether all values are 0 or 1: then Σx² = Σx, which is a whole number from 0 to the count.</summary>
    public bool IsYesNo => SumOfSquares == Sum && Sum >= 0 && Sum <= Count && Math.Floor(Sum) == Sum;

    /// <summary>Whether both groups have outcomes and all of them are 0 or 1, so that the means are shares.</summary>
    internal static bool AreShares(OutcomeSums a, OutcomeSums b) =>
        a is { Count: > 0, IsYesNo: true } && b is { Count: > 0, IsYesNo: true };

    /// <summary>The sums of the values.</summary>
    public static OutcomeSums Of(IEnumerable<double> values)
    {
        var sums = default(OutcomeSums);
        foreach (var v in values)
            sums = new OutcomeSums(sums.Count + 1, sums.Sum + v, sums.SumOfSquares + (v * v));
        return sums;
    }

    /// <summary>The sums of both groups together.</summary>
    public static OutcomeSums operator +(OutcomeSums a, OutcomeSums b) =>
        new(a.Count + b.Count, a.Sum + b.Sum, a.SumOfSquares + b.SumOfSquares);

    /// <summary>The sums of both groups together.</summary>
    public static OutcomeSums Add(OutcomeSums a, OutcomeSums b) => a + b;

    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    internal OutcomeSums Checked() =>
        Count >= 0 && double.IsFinite(Sum) && double.IsFinite(SumOfSquares)
            ? this
            : throw new ArgumentException($"{this} are not valid sums of a group.");
}
