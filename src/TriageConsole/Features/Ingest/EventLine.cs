using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>One line of input, or the reason why it could not be read.</summary>
public sealed record EventLine(long Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null);
