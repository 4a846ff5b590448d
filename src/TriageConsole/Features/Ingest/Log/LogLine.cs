namespace TriageConsole.Features.Ingest.Log;

/// <summary>One event of a batch in a segment.</summary>
/// <param name="Number">The number of the line in its request.</param>
/// <param name="Kind">What <see cref="Sealed"/> contains.</param>
/// <param name="Key">The key that it is encrypted with.</param>
/// <param name="Sealed">The encrypted event.</param>
internal sealed record LogLine(long Number, LogLineKind Kind, Guid Key, byte[] Sealed);
