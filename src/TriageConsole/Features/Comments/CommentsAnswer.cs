using System.Globalization;

namespace TriageConsole.Features.Comments;

/// <summary>
/// A page of the comments on a subject, the oldest first. NextCursor: of the page with older ones. IsBlind: comments of others are hidden.
/// Mentionable: the names that a text can have after an at sign.
/// </summary>
public sealed record CommentsAnswer(
    IReadOnlyList<CommentAnswer> Comments,
    bool IsBlind,
    IReadOnlyList<string> Mentionable,
    string? NextCursor
)
{
    internal static CommentsAnswer Of(CommentThread thread) =>
        new(
            [.. thread.Rows.Select(CommentAnswer.Of)],
            thread.IsBlind,
            thread.Handles,
            thread.IsCut ? thread.Rows[0].Id.ToString(CultureInfo.InvariantCulture) : null
        );
}
