using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>The compressed lines of one request.</summary>
internal sealed class BatchBody
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private BatchBody(List<QueuedEvent> events, ReadOnlyMemory<byte> gzip) => (Events, Gzip) = (events, gzip);

    /// <summary>The events of the lines, in their order.</summary>
    public List<QueuedEvent> Events { get; }

    public ReadOnlyMemory<byte> Gzip { get; }

    /// <summary>Writes the lines. An event that cannot be written is counted and left out.</summary>
    public static BatchBody Create(List<QueuedEvent> batch, EventCounts counts)
    {
        var written = new List<QueuedEvent>(batch.Count);
        var line = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(line, Json);
        var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var e in batch)
            {
                line.ResetWrittenCount();
                json.Reset(line);
                try
                {
                    e.Write(json);
                    json.Flush();
                }
                catch (Exception fault)
                {
                    counts.Drop(TriageReason.Unreadable, 1, $"{fault.GetType().Name}: {fault.Message}");
                    continue;
                }

                gzip.Write(line.WrittenSpan);
                gzip.WriteByte((byte)'\n');
                written.Add(e);
            }

        return new BatchBody(written, body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
