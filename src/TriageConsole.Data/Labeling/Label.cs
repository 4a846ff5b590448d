namespace TriageConsole.Data.Labeling;

/// <summary>One labeler's answers to one rubric version. Never overwritten: a change is a new revision, the older stay.</summary>
public sealed class Label
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long LabelerId { get; set; }

    public Labeler? Labeler { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>The version's rubric: a labeler has one label in force on it, whichever version it answers.</summary>
    public long RubricId { get; set; }

    /// <summary>The message it is about, counted from 1; 0 is the whole interaction.</summary>
    public int Turn { get; set; }

    /// <summary>Null for imported labels.</summary>
    public long? AssignmentId { get; set; }

    /// <summary>Made by the client for each submit: a retry finds the first one's row.</summary>
    public Guid IdempotencyKey { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>False once a later revision, an undo or a retraction took its place.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>Taken into agreement's counts. Where this differs from <see cref="IsCurrent"/>, the counts are behind.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Came after its lease had ended, or after a skip: kept as one more opinion, counts toward no slot.</summary>
    public bool IsExtra { get; set; }

    /// <summary>Why this revision was made; empty on the first.</summary>
    public string Reason { get; set; } = "";

    public int TimeOnTaskMs { get; set; }

    public string? Comment { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<LabelAnswer> Answers { get; set; } = [];
}
