namespace TriageConsole.Features.Outcomes;

/// <summary>A version that first appeared within the span.</summary>
public sealed record FirstSeen(string Version, DateTimeOffset At);
