using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The inputs of the gates of a workflow's candidates. Live: null if no release is live.</summary>
internal sealed record GateContext(
    long TenantId,
    long WorkflowId,
    string? Metric,
    bool LowerIsBetter,
    ReleasePolicy Policy,
    Release? Live,
    DateTimeOffset Now
)
{
    public static GateContext Of(Workflow workflow, ReleasePolicy? policy, Release? live, DateTimeOffset now) =>
        new(
            workflow.TenantId,
            workflow.Id,
            string.IsNullOrWhiteSpace(workflow.OutcomeMetric) ? null : workflow.OutcomeMetric,
            workflow.OutcomeDirection == OutcomeDirection.LowerIsBetter,
            policy ?? new ReleasePolicy { WorkflowId = workflow.Id, TenantId = workflow.TenantId },
            live,
            now
        );

    public SequentialRule Rule(double? candidateShare, double? unitsPerDay) =>
        new(Policy.Alpha, Policy.PlannedUnits, Policy.MinUnits, candidateShare, Policy.MinTrafficShare, unitsPerDay);
}
