namespace TriageConsole.Data.Labeling;

/// <summary>
/// One labeler's answers to one rubric version. Never overwritten: a change is a new revision, and the earlier ones stay.
/// </summary>
public sealed class Label
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long LabelerId { get; set; }

    public Labeler? Labeler { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>The rubric of the version: a labeler has one current label per rubric and interaction, for any version.</summary>
    public long RubricId { get; set; }

    /// <summary>
    /// The labeled message, counted from 1: one more than its index in the stored messages. 0 for the whole interaction.
    /// </summary>
    public int Turn { get; set; }

    /// <summary>The version of the LLM judge that gave the label in a calibration; null for all other labels.</summary>
    public long? JudgeVersionId { get; set; }

    /// <summary>Null for imported labels.</summary>
    public long? AssignmentId { get; set; }

    /// <summary>Created by the client for each submit, so that a retry finds the stored row.</summary>
    public Guid IdempotencyKey { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>False after a later revision, an undo or a withdrawal.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>Included in the agreement counts. If it differs from <see cref="IsCurrent"/>, the counts are not up to date.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Submitted after the end of its lease or after a skip: an extra label, which fills no slot.</summary>
    public bool IsExtra { get; set; }

    /// <summary>The reason for the revision; empty for the first.</summary>
    public string Reason { get; set; } = "";

    public int TimeOnTaskMs { get; set; }

    public string? Comment { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<LabelAnswer> Answers { get; set; } = [];

    /// <summary>What the form suggested, if the rubric allows suggestions.</summary>
    public List<LabelSuggestion> Suggestions { get; set; } = [];
}
