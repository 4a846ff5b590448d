namespace TriageConsole.Features.Labeling;

/// <summary>A signal that labelers can see.</summary>
public sealed record ShownSignal(string Name, string Type, string? Value, DateTimeOffset? Timestamp);
