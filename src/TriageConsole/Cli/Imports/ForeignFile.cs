using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TriageConsole.Core.Events;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// A file of another tool, read as it arrives: NDJSON, a JSON array, or one document whose list is <c>data</c>, as an API answers.
/// </summary>
internal static class ForeignFile
{
    private const int MaxRecordBytes = 64 << 20;
    private const long MaxDocumentBytes = 512L << 20;
    private static readonly byte[] LineEnd = [(byte)'\n'];
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = EventReader.MaxDepth };

    /// <summary>The lines of the file, with the number of the record that each comes from.</summary>
    public static async IAsyncEnumerable<(long Record, byte[] Line)> ConvertAsync(
        FileInfo file,
        Stream stream,
        ForeignFormat format,
        Conversion lines,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var record in RecordsAsync(file, stream, lines, cancellationToken))
        {
            using (record)
                ReadRecord(record.RootElement, format, lines);
            foreach (var line in lines.Take())
                yield return (lines.Records, JsonSerializer.SerializeToUtf8Bytes(line));
        }
    }

    /// <summary>The lines that need all files.</summary>
    public static IEnumerable<byte[]> End(ForeignFormat format, Conversion lines)
    {
        format.End(lines);
        return lines.Take().Select(l => JsonSerializer.SerializeToUtf8Bytes(l));
    }

    /// <summary>The lines as a stream that <paramref name="readAsync"/> reads.</summary>
    public static async Task<TResult> PipeAsync<TResult>(
        IAsyncEnumerable<(long Record, byte[] Line)> lines,
        Func<Stream, Task<TResult>> readAsync,
        CancellationToken cancellationToken
    )
    {
        var pipe = new Pipe();
        var writing = WriteAsync(lines, pipe.Writer, cancellationToken);
        try
        {
            return await readAsync(pipe.Reader.AsStream(leaveOpen: true));
        }
        finally
        {
            // If the reader failed, the writer must not wait for it.
            await pipe.Reader.CompleteAsync();
            await writing;
        }
    }

    private static async Task WriteAsync(
        IAsyncEnumerable<(long Record, byte[] Line)> lines,
        PipeWriter writer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var (_, line) in lines.WithCancellation(cancellationToken))
            {
                await writer.WriteAsync(line, cancellationToken);
                await writer.WriteAsync(LineEnd, cancellationToken);
            }

            await writer.CompleteAsync();
        }
        catch (Exception e)
        {
            // The reader gets the reason where it reads on.
            await writer.CompleteAsync(e);
        }
    }

    private static async IAsyncEnumerable<JsonDocument> RecordsAsync(
        FileInfo file,
        Stream stream,
        Conversion lines,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await IsOneDocumentAsync(file, cancellationToken))
        {
            lines.Records++;
            yield return await ReadWholeAsync(stream, cancellationToken);
            yield break;
        }

        await foreach (var line in EventLines.ReadAsync(stream, MaxRecordBytes, cancellationToken))
        {
            lines.Records++;
            if (line.Refusal is { } refusal)
                lines.Skip(refusal.Reason);
            else if (Parse(line.Bytes) is { } record)
                yield return record;
            else
                lines.Skip("invalid_json");
        }
    }

    /// <summary>An answer of an API has its records in <c>data</c>.</summary>
    private static void ReadRecord(JsonElement record, ForeignFormat format, Conversion lines)
    {
        try
        {
            ReadList(record, format, lines);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or FormatException)
        {
            // A field has a form that no version of the tool writes, or a text is not valid UTF-8.
            lines.Skip("unreadable_record");
        }
    }

    private static void ReadList(JsonElement record, ForeignFormat format, Conversion lines)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            lines.Skip("not_an_object");
            return;
        }

        if (!record.TryGetProperty("data", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            format.Read(record, lines);
            return;
        }

        foreach (var item in list.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Object)
                format.Read(item, lines);
            else
                lines.Skip("not_an_object");
    }

    /// <summary>One object over several lines is a document. NDJSON has a whole object in its first line.</summary>
    private static async Task<bool> IsOneDocumentAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var packed = file.OpenRead();
        await using var stream = await InputStreams.OpenAsync(packed, cancellationToken);
        var head = new byte[1 << 20];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var text = head.AsMemory(0, read);
        if (text.Span.StartsWith("\uFEFF"u8))
            text = text[3..];
        text = text[(text.Length - text.Span.TrimStart(" \t\r\n"u8).Length)..];
        var end = text.Span.IndexOf((byte)'\n');
        if (!text.Span.StartsWith("{"u8) || end < 0)
            return false;
        using var first = Parse(text[..end]);
        return first is null;
    }

    private static async Task<JsonDocument> ReadWholeAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var limited = new LimitedStream(stream, MaxDocumentBytes);
        try
        {
            return await JsonDocument.ParseAsync(limited, Json, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The file is neither NDJSON, an array nor one JSON document: {e.Message}");
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes.ToArray(), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
