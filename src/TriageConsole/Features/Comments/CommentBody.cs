namespace TriageConsole.Features.Comments;

/// <summary>A new comment on an interaction or a pattern. By: the e-mail address of its author.</summary>
public sealed record CommentBody(string? TraceId, long? Pattern, string? By, string? Text);
