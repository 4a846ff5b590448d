namespace TriageConsole.Core.Outcomes;

/// <summary>The mean outcome of a group in which some outcomes are pending.</summary>
/// <param name="Value">Null if the group is empty, or if there is no calibration for its pending part.</param>
/// <param name="StandardError">Null if unknown.</param>
/// <param name="Low">Lower bound of the 95 % interval.</param>
/// <param name="High">Upper bound of the interval.</param>
/// <param name="Count">Number of interactions in the group, measured or not.</param>
/// <param name="EstimatedShare">Share of them with an estimated outcome, 0..1.</param>
public readonly record struct ProxyEstimate(
    double? Value,
    double? StandardError,
    double? Low,
    double? High,
    long Count,
    double EstimatedShare
);
