using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A workflow in the list for leads and approvers. Verdicts: candidates that need no more evidence. IsAsking: the live release performs
/// worse and the monitoring asks for a decision.
/// </summary>
public sealed record ReleaseWorkflowRow(
    WorkflowRef Workflow,
    string? Live,
    int Ready,
    int Candidates,
    bool HasRegression,
    IReadOnlyList<CandidateVerdict> Verdicts,
    bool IsAsking
);
