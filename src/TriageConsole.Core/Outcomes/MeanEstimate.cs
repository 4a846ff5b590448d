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
