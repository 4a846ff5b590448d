namespace TriageConsole.Data.Comments;

/// <summary>A comment of a person on an interaction or on a pattern: exactly one of the two.</summary>
public sealed class Comment
{
    public const int MaxText = 2000;

    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long? InteractionId { get; set; }

    public long? PatternId { get; set; }

    public long AuthorId { get; set; }

    /// <summary>Plain text. Empty after the comment is deleted, or after the texts of the interaction are erased.</summary>
    public string Text { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The last change of the text; null if it was never changed.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public List<CommentMention> Mentions { get; set; } = [];
}
