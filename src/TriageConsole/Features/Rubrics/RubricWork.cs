using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// The rubric of a workflow for its leads. <c>Active</c> is null before the first version, and <c>Draft</c> is null without a draft. A save
/// passes the draft's version back to detect a save by another user.
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
