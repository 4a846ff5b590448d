namespace TriageConsole.Core.Comments;

/// <summary>A part of a comment.</summary>
/// <param name="Text">The text as it was written.</param>
/// <param name="Handle">The mentioned name; null for plain text.</param>
public sealed record MentionPart(string Text, string? Handle);
