namespace TriageConsole.Features.Labeling;

/// <summary>A signal that does not give the answer away.</summary>
public sealed record ShownSignal(string Name, string Type, string? Value, DateTimeOffset? Timestamp);
