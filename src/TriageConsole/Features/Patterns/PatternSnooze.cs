namespace TriageConsole.Features.Patterns;

/// <summary>The end of a snooze: at a time, at a number of failures, or at whichever comes first.</summary>
public sealed record PatternSnooze(DateTimeOffset? Until, long? WakeFailures);
