using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>One line of input, or the reason it could not even be read.</summary>
public sealed record EventLine(long Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null);

/// <summary>Cuts a stream into lines (NDJSON) or elements (a JSON array), never holding more than one line beyond the limit.</summary>
public static class EventLines
{
    /// <summary>How much of an over-long line is kept for the quarantine.</summary>
    private const int KeptOfLongLine = 64 << 10;

    /// <summary>Reads lines as they arrive. A body that starts with <c>[</c> is one JSON array.</summary>
    /// <exception cref="InvalidDataException">The stream ends in the middle (a truncated gzip), or the array is not JSON.</exception>
    public static async IAsyncEnumerable<EventLine> ReadAsync(Stream stream, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10, minimumReadSize: 16 << 10, leaveOpen: true));
        try
        {
            if (await StartsArrayAsync(pipe, cancellationToken))
            {
                foreach (var element in await ArrayAsync(pipe, cancellationToken)) yield return element;
                yield break;
            }

            await foreach (var line in LinesAsync(pipe, maxLineBytes, cancellationToken)) yield return line;
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async Task<bool> StartsArrayAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                foreach (var b in segment.Span)
                {
                    if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF) continue;
                    pipe.AdvanceTo(read.Buffer.Start);
                    return b == '[';
                }
            }

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return false;
        }
    }

    private static async IAsyncEnumerable<EventLine> LinesAsync(PipeReader pipe, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long number = 0;
        byte[]? longLine = null;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                number++;
                var line = buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (longLine is not null || line.Length > maxLineBytes) yield return TooLong(number, longLine ?? line.Slice(0, KeptOfLongLine).ToArray(), maxLineBytes);
                else if (Line(number, line) is { } one) yield return one;
                longLine = null;
            }

            // A line without an end that is over the limit already: keep its beginning, drop the rest as it comes.
            if (buffer.Length > maxLineBytes) longLine ??= buffer.Slice(0, KeptOfLongLine).ToArray();
            if (longLine is not null) buffer = buffer.Slice(buffer.End);
            if (read.IsCompleted)
            {
                number++;
                if (longLine is not null) yield return TooLong(number, longLine, maxLineBytes);
                else if (Line(number, buffer) is { } last) yield return last;
                yield break;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static EventLine? Line(long number, in ReadOnlySequence<byte> bytes)
    {
        ReadOnlyMemory<byte> line = bytes.ToArray();
        if (number == 1 && line.Span.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF })) line = line[3..];
        return line.Span.Trim(" \t\r"u8).IsEmpty ? null : new EventLine(number, line);
    }

    private static EventLine TooLong(long number, byte[] beginning, int limit) =>
        new(number, beginning, new Refusal("line_too_long", $"The line is longer than {limit >> 20} MiB; its first {KeptOfLongLine >> 10} KiB are kept here."));

    private static async Task<List<EventLine>> ArrayAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await pipe.ReadAsync(cancellationToken);
            if (!read.IsCompleted) pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
        while (!read.IsCompleted);
        return Elements(read.Buffer.ToArray());
    }

    private static List<EventLine> Elements(ReadOnlyMemory<byte> body)
    {
        var elements = new List<EventLine>();
        var span = body.Span;
        if (span.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
        {
            body = body[3..];
            span = body.Span;
        }

        try
        {
            // Deeper than one event may be, so that a too deep element is its own verdict and not the whole array's.
            var reader = new Utf8JsonReader(span, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                elements.Add(new EventLine(elements.Count + 1, body[from..(int)reader.BytesConsumed]));
            }

            if (reader.TokenType != JsonTokenType.EndArray) throw new InvalidDataException("The JSON array does not end.");
            return elements;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The body is not a JSON array: element {elements.Count + 1} is not valid JSON. Nothing of it was taken; NDJSON (one object a line) is judged line by line.", e);
        }
    }
}
