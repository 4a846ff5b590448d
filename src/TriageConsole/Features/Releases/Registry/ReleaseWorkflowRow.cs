using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A workflow in the list of all, for whoever approves or leads. Verdicts: of its candidates that wait for no more evidence. IsAsking: what
/// is live does harm, and the watch asks.
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
