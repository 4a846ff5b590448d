using TriageConsole.Core.Comments;

namespace TriageConsole.Features.Comments;

/// <summary>A comment as one person sees it. A deleted comment has no text.</summary>
public sealed record CommentRow(
    long Id,
    string Author,
    string Text,
    IReadOnlyList<MentionPart> Parts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    bool IsDeleted,
    bool CanEdit,
    bool CanDelete
);
