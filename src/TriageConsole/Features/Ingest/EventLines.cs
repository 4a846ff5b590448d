using System.Runtime.CompilerServices;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Cuts a stream into lines (NDJSON) or elements (a JSON array) as it arrives. Never holds more than one line and what was read with it,
/// and looks at each byte once: neither blanks nor long lines nor arrays cost more than their length.
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
        ILineSplitter? cutter = null;
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
    private static ILineSplitter? Choose(ByteWindow bytes, int maxLineBytes)
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
            ? new ElementSplitter(maxLineBytes)
            : new LineSplitter(maxLineBytes, bytes.LinesBefore + lines);
    }

    internal static byte[] Beginning(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, KeptOfLongLine)].ToArray();

    internal static EventLine TooLong(long number, byte[] beginning, int limit) =>
        new(
            number,
            beginning,
            new Refusal("line_too_long", $"The line is longer than {limit >> 20} MiB; its first {KeptOfLongLine >> 10} KiB are kept here.")
        );
}
