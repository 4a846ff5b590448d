namespace TriageConsole.Features.Golden;

/// <summary>An interaction that would fill a gap: labelers agreed on it.</summary>
public sealed record GoldenSuggestion(long InteractionId, string TraceId, string Preview, string Why);
