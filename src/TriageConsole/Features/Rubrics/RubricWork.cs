using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// The rubric of a workflow as its leads work on it: no active version before the first, no draft where nothing is written. The draft's
/// version is handed back when saving: somebody else's save in between is noticed.
/// </summary>
public sealed record RubricWork(
    WorkflowRef Workflow,
    PublishedRubric? Active,
    RubricDefinition? Draft,
    string? DraftBy,
    DateTimeOffset? DraftAt,
    int DraftVersion,
    IReadOnlyList<RubricVersionRow> Versions
);
