using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// How well a signal predicts the outcome.
/// <list type="bullet">
/// <item>Key: type and name of the signal.</item>
/// <item>Count: interactions with the signal, with or without an outcome.</item>
/// <item>Comparison: earlier and recent days; null if the span is too short.</item>
/// </list>
/// </summary>
public sealed record SignalOutcome(
    string Key,
    long Count,
    OutcomeSums With,
    OutcomeSums Without,
    SignalPower Power,
    SignalComparison? Comparison
)
{
    /// <summary>The mean with the signal minus the mean without; for yes/no outcomes limited to the range of shares.</summary>
    public Interval Difference => MeanDifference.Of(With, Without);

    /// <summary>A metric mismatch: the signal predicted the outcome and no longer does.</summary>
    public bool IsMismatch => Comparison?.Trend is SignalTrend.StoppedPredicting or SignalTrend.Turned;
}
