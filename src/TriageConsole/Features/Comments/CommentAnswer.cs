namespace TriageConsole.Features.Comments;

/// <summary>A comment. A deleted comment has no text. CanEdit and CanDelete: of the person that the request names.</summary>
public sealed record CommentAnswer(
    long Id,
    string Author,
    string Text,
    IReadOnlyList<string> Mentions,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    bool IsDeleted,
    bool CanEdit,
    bool CanDelete
)
{
    internal static CommentAnswer Of(CommentRow row) =>
        new(
            row.Id,
            row.Author,
            row.Text,
            [.. row.Parts.Select(p => p.Handle).OfType<string>().Distinct()],
            row.CreatedAt,
            row.EditedAt,
            row.IsDeleted,
            row.CanEdit,
            row.CanDelete
        );
}
