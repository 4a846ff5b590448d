using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// The number of patterns of a workflow. <paramref name="Waiting"/>: new or regressed ones. <paramref name="MaxLost"/>: the largest weekly
/// impact.
/// </summary>
public sealed record WorkflowPatterns(
    WorkflowRef Workflow,
    int Current,
    int Waiting,
    double MaxLost,
    ImpactUnit Unit,
    DateTimeOffset? SearchedAt
);
