namespace TriageConsole.Features.Patterns;

/// <summary>A comment on a pattern or a change of it. Kind: comment, status, owner, snooze, snooze ended.</summary>
public sealed record PatternActivityRow(long Id, DateTimeOffset At, string Person, string Kind, string Text);
