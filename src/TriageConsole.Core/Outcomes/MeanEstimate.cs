using MathNet.Numerics.Distributions;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Outcomes;

/// <summary>A mean with its 95 % interval, in units of the outcome metric.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Value">Null if there are no values.</param>
/// <param name="StandardError">Null for fewer than two values, and if the spread is unknown.</param>
/// <param name="Low">
/// Lower bound. Null for fewer than two values, and if all values are equal and not yes/no, because their spread is unknown.
/// </param>
/// <param name="High">Upper bound.</param>
public readonly record struct MeanEstimate(long Count, double? Value, double? StandardError, double? Low, double? High)
{
    /// <summary>Student's t interval; Wilson's score interval (1927) if all values are 0 or 1.</summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static MeanEstimate Of(OutcomeSums sums)
    {
        var mean = sums.Checked().Mean;
        if (sums.Variance is not { } variance)
            return new MeanEstimate(sums.Count, mean, null, null, null);
        if (sums.IsYesNo)
        {
            var (low, high) = PatternStatistics.Wilson((long)sums.Sum, sums.Count);
            return new MeanEstimate(sums.Count, mean, Math.Sqrt(mean!.Value * (1 - mean.Value) / sums.Count), low, high);
        }

        if (variance == 0)
            return new MeanEstimate(sums.Count, mean, null, null, null);
        var error = Math.Sqrt(variance / sums.Count);
        var half = error * StudentT.InvCDF(0, 1, sums.Count - 1, 0.975);
        return new MeanEstimate(sums.Count, mean, error, mean - half, mean + half);
    }
}

/// <summary>The difference of two means with its 95 % interval.</summary>
/// <param name="Value">First − second; null if a side has no value.</param>
/// <param name="Low">
/// Lower bound. Null if a side has fewer than two values, and if neither side has a spread, because an interval of zero width is not valid.
/// </param>
/// <param name="High">Upper bound.</param>
public readonly record struct MeanDifference(double? Value, double? Low, double? High)
{
    /// <summary>
    /// Newcombe's hybrid score interval if both are yes/no, otherwise <see cref="Welch"/>. Source: R. G. Newcombe, Statistics in Medicine
    /// 17, 1998, method 10.
    /// </summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static MeanDifference Of(OutcomeSums first, OutcomeSums second)
    {
        if (!first.IsYesNo || !second.IsYesNo)
            return Welch(first, second);
        var (a, b) = (MeanEstimate.Of(first), MeanEstimate.Of(second));
        if (a.Low is null || b.Low is null)
            return new MeanDifference(a.Value - b.Value, null, null);
        var d = a.Value!.Value - b.Value!.Value;
        return new MeanDifference(
            d,
            d - Norm(a.Value.Value - a.Low.Value, b.High!.Value - b.Value.Value),
            d + Norm(a.High!.Value - a.Value.Value, b.Value.Value - b.Low.Value)
        );
    }

    /// <summary>Welch's interval for unequal variances, with degrees of freedom by Satterthwaite. B. L. Welch 1947.</summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static MeanDifference Welch(OutcomeSums first, OutcomeSums second)
    {
        var d = first.Checked().Mean - second.Checked().Mean;
        if (first.Variance is not { } v || second.Variance is not { } w)
            return new MeanDifference(d, null, null);
        var (a, b) = (v / first.Count, w / second.Count);
        if (a + b <= 0)
            return new MeanDifference(d, null, null);
        var freedom = (a + b) * (a + b) / ((a * a / (first.Count - 1)) + (b * b / (second.Count - 1)));
        var half = Math.Sqrt(a + b) * StudentT.InvCDF(0, 1, freedom, 0.975);
        return new MeanDifference(d, d - half, d + half);
    }

    private static double Norm(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
