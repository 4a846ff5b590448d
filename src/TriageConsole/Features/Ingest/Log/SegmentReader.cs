using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using TriageConsole.Data.EventLog;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Reads a segment and checks that it is what was written.</summary>
internal static class SegmentReader
{
    /// <summary>The bytes of the segment.</summary>
    /// <exception cref="InvalidDataException">The object is missing or differs from what was written.</exception>
    public static async Task<byte[]> ReadAsync(IObjectStore store, EventLogSegment segment, CancellationToken cancellationToken)
    {
        await using var stream =
            await store.OpenAsync(segment.Path, cancellationToken) ?? throw new InvalidDataException("The object is missing.");
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        if (content.Length != segment.Bytes)
            throw new InvalidDataException($"The object has {content.Length:N0} bytes; {segment.Bytes:N0} were written.");
        var bytes = content.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == segment.Sha256
            ? bytes
            : throw new InvalidDataException("The object has another SHA-256 than what was written.");
    }

    /// <summary>The batches of a segment, in their order.</summary>
    /// <exception cref="InvalidDataException">The segment is not complete.</exception>
    public static async IAsyncEnumerable<(LogHeader Header, List<LogLine> Lines)> BatchesAsync(
        Stream packed,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var zip = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        while (await reader.ReadLineAsync(cancellationToken) is { } first)
        {
            var header = Parse<LogHeader>(first);
            if (header.Version != 1)
                throw new InvalidDataException($"The version {header.Version} of the log is not known.");
            var lines = new List<LogLine>(header.Lines);
            while (lines.Count < header.Lines)
                lines.Add(
                    Parse<LogLine>(
                        await reader.ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("The last batch is incomplete.")
                    )
                );
            yield return (header, lines);
        }
    }

    private static T Parse<T>(string line)
    {
        try
        {
            return LogJson.Read<T>(System.Text.Encoding.UTF8.GetBytes(line));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"A line is not in the form of the log: {e.Message}");
        }
    }
}
