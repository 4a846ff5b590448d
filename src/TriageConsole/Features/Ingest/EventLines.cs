using System.Runtime.CompilerServices;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>One line of input, or the reason it could not even be read.</summary>
public sealed record EventLine(long Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null);

/// <summary>
/// Cuts a stream into lines (NDJSON) or elements (a JSON array) as it arrives. Never holds more than one line and what was read with it,
/// and looks at
/// each byte once: neither blanks nor long lines nor arrays cost more than their length.
/// </summary>
public static class EventLines
{
    /// <summary>How much of an over-long line is kept for the quarantine.</summary>
    private const int KeptOfLongLine = 64 << 10;

    /// <summary>Reads lines as they arrive. A body that starts with <c>[</c> is one JSON array.</summary>
    /// <param name="stream">Read to its end, and left open.</param>
    /// <param name="maxLineBytes">Longest line or element; of a longer one the beginning is given, with the refusal.</param>
    /// <param name="holding">Told how many bytes are held for the line that has not ended, each time that some came.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The stream ends in the middle (a truncated gzip), or the array is not JSON.</exception>
    public static async IAsyncEnumerable<EventLine> ReadAsync(
        Stream stream,
        int maxLineBytes,
        Action<int>? holding = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var bytes = new ByteWindow();
        ILineCutter? cutter = null;
        do
        {
            await bytes.FillAsync(stream, cancellationToken);
            cutter ??= Choose(bytes, maxLineBytes);
            while (cutter?.Next(bytes) is { } line)
                yield return line;
            holding?.Invoke(bytes.Held);
        } while (!bytes.HasEnded);
    }

    /// <summary>The same for those who do not watch what is held.</summary>
    public static IAsyncEnumerable<EventLine> ReadAsync(Stream stream, int maxLineBytes, CancellationToken cancellationToken) =>
        ReadAsync(stream, maxLineBytes, null, cancellationToken);

    /// <summary>By the first byte that is not blank; null while there is none.</summary>
    private static ILineCutter? Choose(ByteWindow bytes, int maxLineBytes)
    {
        if (!bytes.SkipMark())
            return null;
        var lines = bytes.SkipBlanks();
        if (bytes.Unread.IsEmpty && !bytes.HasEnded)
        {
            bytes.LinesBefore += lines;
            return null;
        }

        return !bytes.Unread.IsEmpty && bytes.Unread[0] == '['
            ? new ElementCutter(maxLineBytes)
            : new NewLineCutter(maxLineBytes, bytes.LinesBefore + lines);
    }

    internal static byte[] Beginning(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, KeptOfLongLine)].ToArray();

    internal static EventLine TooLong(long number, byte[] beginning, int limit) =>
        new(
            number,
            beginning,
            new Refusal("line_too_long", $"The line is longer than {limit >> 20} MiB; its first {KeptOfLongLine >> 10} KiB are kept here.")
        );
}

/// <summary>Finds the next line in what was read; keeps what it knows of one that has not ended yet.</summary>
internal interface ILineCutter
{
    /// <summary>The next line, or null: more must be read, or all is done.</summary>
    /// <exception cref="InvalidDataException">What follows can be no line.</exception>
    EventLine? Next(ByteWindow bytes);
}

/// <summary>Lines that end with a line feed. Blank ones are counted, and skipped.</summary>
internal sealed class NewLineCutter(int maxLineBytes, long linesBefore) : ILineCutter
{
    private long lines = linesBefore;

    /// <summary>So much of the line was searched for its end already.</summary>
    private int searched;

    private byte[]? beginningOfLong;

    public EventLine? Next(ByteWindow bytes)
    {
        if (searched == 0 && beginningOfLong is null)
            lines += bytes.SkipBlanks();
        var end = bytes.Unread[searched..].IndexOf((byte)'\n');
        if (end < 0 && !bytes.HasEnded)
        {
            searched = bytes.Unread.Length;
            if (searched <= maxLineBytes && beginningOfLong is null)
                return null;
            // Over the limit already: its beginning is kept, the rest is dropped as it comes.
            beginningOfLong ??= EventLines.Beginning(bytes.Unread);
            bytes.Skip(searched);
            searched = 0;
            return null;
        }

        var length = end < 0 ? bytes.Unread.Length : searched + end;
        if (end < 0 && length == 0 && beginningOfLong is null)
            return null;
        lines++;
        var line = bytes.Unread[..length];
        var tooLong = beginningOfLong ?? (length > maxLineBytes ? EventLines.Beginning(line) : null);
        var result = tooLong is null ? new EventLine(lines, line.ToArray()) : EventLines.TooLong(lines, tooLong, maxLineBytes);
        bytes.Skip(end < 0 ? length : length + 1);
        (searched, beginningOfLong) = (0, null);
        return result;
    }
}
