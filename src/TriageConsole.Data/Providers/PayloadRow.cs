namespace TriageConsole.Data.Providers;

/// <summary>A payload on its way in. Messages are the largest part of most events: they stay the UTF-8 that they came as.</summary>
public sealed record PayloadRow(long InteractionId, string? Input, string? Output, ReadOnlyMemory<byte>? Messages, string? Context);
