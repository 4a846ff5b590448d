namespace TriageConsole.Core.Drift;

/// <summary>
/// How far a distribution moved from a reference: Σ (a − e)·ln(a/e). By rule of thumb, 0.1 is moderate and 0.25 is large. The index has no
/// error control.
/// </summary>
public static class PopulationStability
{
    /// <summary>Replaces a share of 0, so that a value that is new or gone counts without an infinite index.</summary>
    private const double MinShare = 1e-4;

    /// <summary>The index of two lists of counts by value, in the same order.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative or infinite, or one side is empty.</exception>
    public static double Index(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        if (expected.Count != actual.Count)
            throw new ArgumentException("Both lists must have the same values.", nameof(actual));
        if (expected.Concat(actual).Any(c => !(c >= 0) || double.IsInfinity(c)))
            throw new ArgumentException("A count must be zero or more.", nameof(expected));
        var (e, a) = (expected.Sum(), actual.Sum());
        if (e <= 0 || a <= 0)
            throw new ArgumentException("The sum of the counts must be above zero.", nameof(expected));
        return expected
            .Zip(actual, (x, y) => (Expected: Math.Max(x / e, MinShare), Actual: Math.Max(y / a, MinShare)))
            .Where(s => s.Expected != s.Actual)
            .Sum(s => (s.Actual - s.Expected) * Math.Log(s.Actual / s.Expected));
    }
}
