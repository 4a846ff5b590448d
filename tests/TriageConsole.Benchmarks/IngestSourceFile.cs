using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Benchmarks;

/// <summary>Real support conversations, as request bodies with new ids.</summary>
internal static class IngestSourceFile
{
    public const int BatchEvents = 500;

    /// <summary>Clients escape quotation marks as <c>\"</c> and leave other scripts as they are.</summary>
    public static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static List<string> Read()
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "tau2_support.jsonl.gz"));
        if (!File.Exists(file))
            throw new FileNotFoundException("The ingest benchmark needs the real support conversations in ../shared/data.", file);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    /// <summary>Creates compressed request bodies with unique ids before the measurement.</summary>
    public static List<byte[]> Batches(
        List<string> source,
        string prefix,
        int events,
        Func<long, DateTimeOffset>? time = null,
        bool areTextsNew = false
    ) =>
        [
            .. Enumerable
                .Range(0, events)
                .Chunk(BatchEvents)
                .AsParallel()
                .AsOrdered()
                .Select(c => Batch(source, prefix, c[0], c.Length, time, areTextsNew)),
        ];

    /// <summary>
    /// The event with more words in each message, so that no text of it was sent before. A message of JSON stays JSON. As sent, the
    /// conversations repeat after about a thousand events; then redaction knows most of their texts.
    /// </summary>
    public static JsonNode WithNewTexts(this JsonNode e, string id)
    {
        var words = " " + string.Concat(id.Select(c => char.IsAsciiDigit(c) ? (char)('a' + c - '0') : c));
        foreach (var message in e["messages"]?.AsArray() ?? [])
            if (message?["content"] is JsonValue content && content.TryGetValue<string>(out var text))
                message["content"] =
                    text.StartsWith('{') && text.EndsWith('}') && text.Contains(':') ? $"{text[..^1]}, \"note\": \"{words}\"}}"
                    : text.StartsWith('[') && text.EndsWith(']') && text.Length > 2 ? $"{text[..^1]}, \"{words}\"]"
                    : text + words;
        return e;
    }

    /// <summary>One compressed request body.</summary>
    /// <param name="source">The conversations.</param>
    /// <param name="prefix">Beginning of the new ids.</param>
    /// <param name="first">Number of the first event.</param>
    /// <param name="count">Number of events.</param>
    /// <param name="time">Gets the time of an event by its number; null keeps the original time.</param>
    /// <param name="areTextsNew">Whether the messages have texts that were not sent before.</param>
    public static byte[] Batch(
        List<string> source,
        string prefix,
        long first,
        int count,
        Func<long, DateTimeOffset>? time = null,
        bool areTextsNew = false
    )
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var n = first; n < first + count; n++)
            {
                var e = JsonNode.Parse(source[(int)(n % source.Count)])!;
                e["trace_id"] = $"{prefix}-{n}";
                if (areTextsNew)
                    e = e.WithNewTexts(e["trace_id"]!.GetValue<string>());
                if (time is not null)
                {
                    // Sessions and tasks of their own, as in real traffic.
                    e["timestamp"] = time(n);
                    e["session_id"] = $"{prefix}-s{n / 3}";
                    e["task_id"] = $"{prefix}-t{n / 3}";
                }

                gzip.Write(Encoding.UTF8.GetBytes(e.ToJsonString(AsSent) + "\n"));
            }

        return packed.ToArray();
    }
}
