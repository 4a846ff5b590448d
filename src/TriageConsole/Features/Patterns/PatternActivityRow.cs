namespace TriageConsole.Features.Patterns;

/// <summary>A change of a pattern. Kind: status, owner, snooze, snooze ended.</summary>
public sealed record PatternActivityRow(long Id, DateTimeOffset At, string Person, string Kind, string Text);
