namespace TriageConsole.Data.Providers;

/// <summary>A payload to store. Messages are the largest part of most events, so they stay in the received UTF-8.</summary>
public sealed record PayloadRow(long InteractionId, string? Input, string? Output, ReadOnlyMemory<byte>? Messages, string? Context);
