using System.Text.Json.Serialization;
using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Features.OffPolicy;

/// <summary>What the decisions of an experiment say about a candidate policy. It can propose an experiment, never promote.</summary>
/// <param name="Workflow">The key of the workflow.</param>
/// <param name="Experiment">The experiment whose decisions are evaluated.</param>
/// <param name="Metric">The outcome metric of the workflow.</param>
/// <param name="Unit">Its unit; null if it has none.</param>
/// <param name="LowerIsBetter">Whether a negative gain is better.</param>
/// <param name="Policy">The candidate policy. Shares are scaled to add up to 1.</param>
/// <param name="Verdict">By measured outcomes only.</param>
/// <param name="Report">The estimates. Pending outcomes are estimated from signals where possible.</param>
/// <param name="MeasuredOnly">The estimates without estimated outcomes; null if no outcome is estimated.</param>
/// <param name="Pending">Units that are left out because their outcome is pending and cannot be estimated.</param>
/// <param name="IsComplete">False if the log is longer than what is read: the estimates use its first part.</param>
/// <param name="Arms">The releases of the experiment and of the policy.</param>
public sealed record PolicyEstimate(
    string Workflow,
    PolicyExperiment Experiment,
    string Metric,
    string? Unit,
    bool LowerIsBetter,
    CandidatePolicy Policy,
    PolicyVerdict Verdict,
    OffPolicyReport Report,
    OffPolicyReport? MeasuredOnly,
    long Pending,
    bool IsComplete,
    IReadOnlyList<PolicyArm> Arms
)
{
    /// <summary>The share of the used units whose outcome is estimated, 0..1.</summary>
    public double EstimatedShare => Report.Units == 0 ? 0 : (double)Report.Estimated / Report.Units;

    /// <summary>The report behind the verdict: estimated outcomes decide nothing.</summary>
    [JsonIgnore]
    public OffPolicyReport Deciding => MeasuredOnly ?? Report;

    internal static PolicyVerdict VerdictOf(OffPolicyReport deciding, bool lowerIsBetter) =>
        deciding.Preferred is not { } best ? PolicyVerdict.Refused
        : best.Gain is not { Low: { } low, High: { } high } || (low <= 0 && high >= 0) ? PolicyVerdict.NotDecisive
        : low > 0 != lowerIsBetter ? PolicyVerdict.Better
        : PolicyVerdict.Worse;
}
