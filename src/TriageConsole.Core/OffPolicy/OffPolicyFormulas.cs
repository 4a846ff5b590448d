using TriageConsole.Core.Common;

namespace TriageConsole.Core.OffPolicy;

/// <summary>
/// The formulas of <see cref="OffPolicyEstimator"/> for n valid units. Means have the standard error sd/√n, with sd divided by n − 1.
/// Self-normalised estimates have that of the delta method; for SNIPS it is √(Σ (w·(r − SNIPS))²)/Σ w.
/// </summary>
internal sealed class OffPolicyFormulas
{
    private readonly IReadOnlyList<LoggedUnit> units;
    private readonly double[] weights;
    private readonly double sumOfWeights;
    private readonly double logged;

    /// <summary>The largest number in a sum; differences that are tiny next to it are rounding errors.</summary>
    private readonly double scale;

    /// <param name="units">Valid units.</param>
    /// <param name="weights">The weight of each unit; not all 0.</param>
    public OffPolicyFormulas(IReadOnlyList<LoggedUnit> units, double[] weights)
    {
        (this.units, this.weights) = (units, weights);
        (sumOfWeights, logged) = (weights.Sum(), units.Average(u => u.Reward));
        scale = units.Zip(weights).Max(u => Math.Max(1, u.Second) * Largest(u.First));
    }

    private int Count => units.Count;

    public List<OffPolicyEstimate> All(double clip)
    {
        List<OffPolicyEstimate> all =
        [
            Mean(OffPolicyEstimator.InversePropensity, i => weights[i] * units[i].Reward),
            Mean(OffPolicyEstimator.ClippedInversePropensity, i => Math.Min(weights[i], clip) * units[i].Reward),
            SelfNormalized(OffPolicyEstimator.SelfNormalized, i => units[i].Reward, _ => 0),
        ];
        if (WhyNoModel() is { } why)
        {
            all.Add(OffPolicyEstimate.Unavailable(OffPolicyEstimator.DirectMethod, why));
            all.Add(OffPolicyEstimate.Unavailable(OffPolicyEstimator.DoublyRobust, why));
            all.Add(OffPolicyEstimate.Unavailable(OffPolicyEstimator.SelfNormalizedDoublyRobust, why));
            return all;
        }

        all.Add(DirectMethod());
        all.Add(Mean(OffPolicyEstimator.DoublyRobust, i => Target(i) + (weights[i] * Residual(i))));
        all.Add(SelfNormalized(OffPolicyEstimator.SelfNormalizedDoublyRobust, Residual, Target));
        return all;
    }

    private string? WhyNoModel()
    {
        if (units.All(u => u.Prediction is null))
            return OffPolicyEstimate.NoModel;
        var missing = units.LongCount(u => u.Prediction is not { IsFinite: true });
        return missing == 0 ? null : $"{OffPolicyText.Of(missing, Count)} no finite prediction of the outcome model";
    }

    private static double Largest(LoggedUnit unit) =>
        unit.Prediction is { IsFinite: true } p
            ? Math.Max(Math.Abs(unit.Reward), Math.Max(Math.Abs(p.LoggedAction), Math.Abs(p.TargetPolicy)))
            : Math.Abs(unit.Reward);

    private double Target(int i) => units[i].Prediction!.Value.TargetPolicy;

    private double Residual(int i) => units[i].Reward - units[i].Prediction!.Value.LoggedAction;

    private OffPolicyEstimate DirectMethod()
    {
        var value = Enumerable.Range(0, Count).Average(Target);
        return new OffPolicyEstimate(
            OffPolicyEstimator.DirectMethod,
            new Interval(value, null, null),
            null,
            new Interval(value - logged, null, null),
            OffPolicyEstimate.ErrorOfModelUnknown
        );
    }

    private OffPolicyEstimate Mean(OffPolicyEstimator estimator, Func<int, double> valueOf)
    {
        var values = new double[Count];
        var gains = new double[Count];
        for (var i = 0; i < Count; i++)
            (values[i], gains[i]) = (valueOf(i), valueOf(i) - units[i].Reward);
        var (value, error) = Spread.OfMean(values, scale);
        var (gain, errorOfGain) = Spread.OfMean(gains, scale);
        return Estimate(estimator, value, error, gain, errorOfGain);
    }

    /// <summary>mean(base) + Σ w·part / Σ w.</summary>
    private OffPolicyEstimate SelfNormalized(OffPolicyEstimator estimator, Func<int, double> partOf, Func<int, double> baseOf)
    {
        double ratio = 0,
            mean = 0;
        for (var i = 0; i < Count; i++)
        {
            ratio += weights[i] / sumOfWeights * partOf(i);
            mean += baseOf(i) / Count;
        }

        var deviations = new double[Count];
        var gains = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var share = weights[i] / sumOfWeights * Count;
            deviations[i] = baseOf(i) - mean + (share * (partOf(i) - ratio));
            gains[i] = deviations[i] - (units[i].Reward - logged);
        }

        return Estimate(
            estimator,
            mean + ratio,
            Spread.OfDeviations(deviations, scale, Count),
            mean + ratio - logged,
            Spread.OfDeviations(gains, scale, Count)
        );
    }

    private static OffPolicyEstimate Estimate(
        OffPolicyEstimator estimator,
        double value,
        double? error,
        double gain,
        double? errorOfGain
    ) =>
        new(
            estimator,
            Spread.Around(value, error),
            error,
            Spread.Around(gain, errorOfGain),
            error is null ? OffPolicyEstimate.NoSpread : null
        );
}
