namespace TriageConsole.Core.Outcomes;

/// <summary>Measured outcomes of a group, as sums that a database adds up.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="Sum">Sum, in units of the outcome metric.</param>
/// <param name="SumOfSquares">Sum of squares, in its units squared.</param>
public readonly record struct OutcomeSums(long Count, double Sum, double SumOfSquares)
{
    /// <summary>Null where nothing was measured.</summary>
    public double? Mean => Count > 0 ? Sum / Count : null;

    /// <summary>With n − 1; null under two values. What rounding leaves of equal values is none.</summary>
    public double? Variance => Count > 1 ? Scatter / (Count - 1) : null;

    /// <summary>Σ (x − mean)²; 0 where it is only rounding.</summary>
    internal double Scatter
    {
        get
        {
            var scatter = Count > 0 ? SumOfSquares - (Sum * Sum / Count) : 0;
            return scatter <= SumOfSquares * 1e-12 ? 0 : scatter;
        }
    }

    /// <summary>Whether all values are 0 or 1: then Σx² = Σx, a whole number within the count.</summary>
    public bool IsYesNo => SumOfSquares == Sum && Sum >= 0 && Sum <= Count && Math.Floor(Sum) == Sum;

    /// <summary>Sums of the values.</summary>
    public static OutcomeSums Of(IEnumerable<double> values)
    {
        var sums = default(OutcomeSums);
        foreach (var v in values)
            sums = new OutcomeSums(sums.Count + 1, sums.Sum + v, sums.SumOfSquares + (v * v));
        return sums;
    }

    /// <summary>Both groups together.</summary>
    public static OutcomeSums operator +(OutcomeSums a, OutcomeSums b) =>
        new(a.Count + b.Count, a.Sum + b.Sum, a.SumOfSquares + b.SumOfSquares);

    /// <summary>Both groups together.</summary>
    public static OutcomeSums Add(OutcomeSums a, OutcomeSums b) => a + b;

    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    internal OutcomeSums Checked() =>
        Count >= 0 && double.IsFinite(Sum) && double.IsFinite(SumOfSquares)
            ? this
            : throw new ArgumentException($"{this} are not sums of a group.");
}
