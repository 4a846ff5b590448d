using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>One line of input, or the reason why it could not be read.</summary>
/// <param name="Number">Its number in the request.</param>
/// <param name="Bytes">The line as sent.</param>
/// <param name="Refusal">Why it could not be read.</param>
/// <param name="ContentHash">The hash of a quarantined line of the event log, whose bytes are redacted. Null: not known yet.</param>
public sealed record EventLine(long Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null, string? ContentHash = null);
