namespace TriageConsole.Core.OffPolicy;

/// <summary>One decision of the logging policy, and what the target policy would have done in the same context.</summary>
/// <param name="Propensity">
/// Probability of the logged action under the logging policy, above 0 and at most 1, as it was stored with the decision; null if it was not
/// stored.
/// </param>
/// <param name="TargetProbability">Probability of the same action under the target policy in this context, 0..1.</param>
/// <param name="Reward">The outcome of the unit, in units of the outcome metric.</param>
/// <param name="Prediction">Predictions of an outcome model; null if there is none.</param>
/// <param name="IsMixed">Whether several actions served the unit, so that its reward belongs to none of them. It is excluded.</param>
/// <param name="IsEstimated">Whether the reward is a calibrated estimate of a pending outcome.</param>
public readonly record struct LoggedUnit(
    double? Propensity,
    double TargetProbability,
    double Reward,
    OutcomePrediction? Prediction = null,
    bool IsMixed = false,
    bool IsEstimated = false
);
