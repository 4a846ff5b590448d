namespace TriageConsole.Features.Comments;

/// <summary>
/// The comments on a subject as one person sees them, the oldest first. <c>IsBlind</c>: comments of others are hidden before the person's
/// own label. <c>IsCut</c>: there are older comments.
/// </summary>
public sealed record CommentThread(IReadOnlyList<CommentRow> Rows, IReadOnlyList<string> Handles, bool IsBlind, bool IsCut)
{
    /// <summary>The workflow of the subject.</summary>
    public long WorkflowId { get; init; }
}
