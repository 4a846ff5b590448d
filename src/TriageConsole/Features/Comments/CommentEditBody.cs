namespace TriageConsole.Features.Comments;

/// <summary>A new text of a comment. By: the e-mail address of its author.</summary>
public sealed record CommentEditBody(string? By, string? Text);
