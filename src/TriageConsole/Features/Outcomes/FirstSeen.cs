namespace TriageConsole.Features.Outcomes;

/// <summary>A version that came up within the span.</summary>
public sealed record FirstSeen(string Version, DateTimeOffset At);
