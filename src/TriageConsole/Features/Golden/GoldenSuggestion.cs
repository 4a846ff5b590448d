namespace TriageConsole.Features.Golden;

/// <summary>An interaction that would close a gap: its labelers agree.</summary>
public sealed record GoldenSuggestion(long InteractionId, string TraceId, string Preview, string Why);
