using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A person at work on a workflow's queue; holds no database state and survives any restart.</summary>
public sealed record LabelingSession(
    long UserId,
    long LabelerId,
    long TenantId,
    long WorkflowId,
    string WorkflowName,
    PublishedRubric Rubric,
    TimeSpan Lease
);
