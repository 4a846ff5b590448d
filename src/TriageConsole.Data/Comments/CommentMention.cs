namespace TriageConsole.Data.Comments;

/// <summary>A person whom a comment mentions.</summary>
public sealed class CommentMention
{
    public long CommentId { get; set; }

    public long UserId { get; set; }

    /// <summary>The name in the text after the <c>@</c>; a later change of the person's name does not change it.</summary>
    public required string Handle { get; set; }
}
