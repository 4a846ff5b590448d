using TriageConsole.Core.Common;

namespace TriageConsole.Core.OffPolicy;

/// <summary>The mean reward of the target policy by one estimator, in units of the outcome metric.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Mean">The estimate with its 95 % interval; no value if the estimator is not available.</param>
/// <param name="StandardError">Null together with the interval.</param>
/// <param name="Gain">
/// The estimate minus the mean reward of the log, with its 95 % interval. Both come from the same units, so it is narrower than the
/// difference of two separate intervals.
/// </param>
/// <param name="Why">The reason why there is no value or no interval; null if both exist.</param>
public sealed record OffPolicyEstimate(OffPolicyEstimator Estimator, Interval Mean, double? StandardError, Interval Gain, string? Why)
{
    /// <summary>No unit has predictions.</summary>
    public const string NoModel = "no outcome model";

    /// <summary>The log does not show the error of a model.</summary>
    public const string ErrorOfModelUnknown = "no interval: the error of the model is unknown";

    /// <summary>The spread of the estimate is unknown.</summary>
    public const string NoSpread = "no interval: the units show no spread";

    internal static OffPolicyEstimate Unavailable(OffPolicyEstimator estimator, string why) => new(estimator, default, null, default, why);
}
