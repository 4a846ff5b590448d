namespace TriageConsole.Features.Ingest.Bus;

/// <summary>A message of a broker.</summary>
/// <param name="Source">Its queue or topic.</param>
/// <param name="Body">One event, several lines, or a JSON array; plain or gzip.</param>
/// <param name="Key">The API key in its header; null if there is none.</param>
internal sealed record BusMessage(BusSource Source, byte[] Body, string? Key)
{
    /// <summary>Whether a token of the limit of its key was taken for it. The next attempt to store it takes none.</summary>
    public bool HasToken { get; set; }
}
