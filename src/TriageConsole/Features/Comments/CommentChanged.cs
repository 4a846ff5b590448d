namespace TriageConsole.Features.Comments;

/// <summary>What was done with a comment.</summary>
public sealed record CommentChanged(long Id, string Message);
