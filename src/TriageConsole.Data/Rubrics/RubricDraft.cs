using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Rubrics;

/// <summary>An unpublished rubric: one per workflow, shared by its leads and saved while they type. It can be incomplete.</summary>
public sealed class RubricDraft : IVersioned
{
    public long WorkflowId { get; set; }

    /// <summary>A RubricDefinition of Core as JSON, possibly incomplete.</summary>
    public required string Definition { get; set; }

    /// <summary>The version that the draft is based on. Null if there was none.</summary>
    public long? BasedOnVersionId { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public required string SavedBy { get; set; }

    public int RowVersion { get; set; }
}
