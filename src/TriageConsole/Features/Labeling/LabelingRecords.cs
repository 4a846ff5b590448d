using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A person who labels the queue of a workflow. It holds no database state and survives a restart.</summary>
public sealed record LabelingSession(
    long UserId,
    long LabelerId,
    long TenantId,
    long WorkflowId,
    string WorkflowName,
    PublishedRubric Rubric,
    TimeSpan Lease
);
