using TriageConsole.Core.Common;

namespace TriageConsole.Core.OffPolicy;

/// <summary>Whether the weights w = target probability / propensity can carry an estimate.</summary>
/// <param name="Mean">
/// Mean of the weights with its 95 % interval. Its expected value is 1 if the propensities are right and the logging policy takes every
/// action that the target policy takes. No ends if all weights are equal.
/// </param>
/// <param name="EffectiveUnits">
/// Effective sample size (Σ w)²/Σ w², in units: as many units of equal weight have the same variance. Source: L. Kish 1965.
/// </param>
/// <param name="Largest">The largest weight.</param>
/// <param name="LargestShare">Its share in the sum of the weights, 0..1.</param>
/// <param name="Clipped">Number of units whose weight is above the clip.</param>
public sealed record WeightCheck(Interval Mean, double EffectiveUnits, double Largest, double LargestShare, long Clipped)
{
    /// <summary>Whether the mean is at most so many standard errors away from 1.</summary>
    internal bool IsNearOne(double maxErrors)
    {
        var error = Mean.High is { } high ? (high - Mean.Value!.Value) / Spread.Z : 0;
        return Math.Abs(Mean.Value!.Value - 1) <= (maxErrors * error) + 1e-9;
    }

    /// <summary>The check of these weights, which are finite, not negative, and not all 0.</summary>
    internal static WeightCheck Of(double[] weights, double clip)
    {
        var largest = weights.Max();
        double sum = 0,
            squares = 0;
        // Relative to the largest weight, so that squares neither overflow nor vanish.
        foreach (var w in weights)
        {
            var relative = w / largest;
            sum += relative;
            squares += relative * relative;
        }

        var (mean, error) = Spread.OfMean(weights, largest);
        return new WeightCheck(Spread.Around(mean, error), sum * sum / squares, largest, 1 / sum, weights.LongCount(w => w > clip));
    }
}
