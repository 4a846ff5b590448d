using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A workflow in the list for leads and approvers. Verdicts: candidates that need no more evidence, failing ones first. Monitor: the latest
/// post-promotion monitoring. Experiment: the kind of the running one.
/// </summary>
public sealed record ReleaseWorkflowRow(
    WorkflowRef Workflow,
    string? Live,
    long? LiveId,
    int Candidates,
    IReadOnlyList<CandidateVerdict> Verdicts,
    MonitoringRow? Monitor,
    ExperimentKind? Experiment
)
{
    /// <summary>Open requests for approval, the oldest first.</summary>
    public IReadOnlyList<OpenApproval> Approvals { get; init; } = [];

    public int Ready => Verdicts.Count(v => v.IsReady);

    public int Failing => Verdicts.Count(v => v.Failing is not null);

    /// <summary>The live release performs worse, and an approver decides.</summary>
    public bool IsAsking => Monitor is { IsRunning: true, State: MonitorState.ActionNeeded };

    /// <summary>The live release is shown to be better than the one before.</summary>
    public bool IsBetter => Monitor is { IsRunning: true, Low: > 0 };
}
