using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// Splits a message into lines. What HTTP refuses as a whole (size, damaged gzip, an array without end) is refused as a whole here too.
/// What HTTP puts into quarantine line by line goes into quarantine here too.
/// </summary>
internal sealed class BusLines(IOptions<BusOptions> bus, IOptions<IngestOptions> ingest)
{
    private static readonly Refusal Malformed = new("malformed", "The gzip is damaged, or the JSON array is broken or has no end.");

    public async Task<(IReadOnlyList<EventLine> Lines, Refusal? Refusal)> ReadAsync(byte[] body, CancellationToken cancellationToken)
    {
        var limit = bus.Value.MaxMessageBytes;
        if (body.Length > limit)
            return ([], TooLarge(limit));
        var lines = new List<EventLine>();
        try
        {
            await using var plain = new MemoryStream(body, writable: false);
            await using var opened = await InputStreams.OpenAsync(plain, cancellationToken);
            await using var limited = new LimitedStream(opened, limit);
            await foreach (var line in EventLines.ReadAsync(limited, ingest.Value.MaxLineBytes, cancellationToken))
                lines.Add(line);
            return (lines, null);
        }
        catch (InvalidDataException)
        {
            return ([], Malformed);
        }
        catch (BadHttpRequestException)
        {
            return ([], TooLarge(limit));
        }
    }

    private static Refusal TooLarge(int limit) =>
        new("too_large", $"The message is larger than {Figures.Bytes(limit)}, as sent or after decompression.");
}
