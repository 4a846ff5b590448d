using MathNet.Numerics.Distributions;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Outcomes;

/// <summary>A mean with its 95 % interval, in units of the outcome metric.</summary>
/// <param name="Count">Values it rests on.</param>
/// <param name="Value">Null where nothing was measured.</param>
/// <param name="StandardError">Null under two values.</param>
/// <param name="Low">Lower end; null under two values, and where all are alike and not yes/no: their spread is not known.</param>
/// <param name="High">Upper end.</param>
public readonly record struct MeanEstimate(long Count, double? Value, double? StandardError, double? Low, double? High)
{
    /// <summary>Student's t; Wilson's score interval (1927) where all values are 0 or 1.</summary>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
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
