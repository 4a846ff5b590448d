using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// How well a signal predicts the outcome.
/// <list type="bullet">
/// <item>Key: Its type and name.</item>
/// <item>Count: Interactions with it, measured or not.</item>
/// <item>Comparison: Then and now; null where the span is too short to divide.</item>
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
    /// <summary>Mean with it − without; of yes and no never beyond what shares can differ.</summary>
    public Interval Difference => MeanDifference.Of(With, Without);

    /// <summary>A metric mismatch: what followed the signal no longer does.</summary>
    public bool IsMismatch => Comparison?.Trend is SignalTrend.StoppedPredicting or SignalTrend.Turned;
}
