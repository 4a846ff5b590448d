using System.Runtime.CompilerServices;
using TriageConsole.Components;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Splits a stream into lines (NDJSON) or elements (a JSON array) as it arrives. It holds at most one line and the bytes read with it, and
/// examines each byte once. So white space, long lines and arrays cost time in proportion to their length.
/// </summary>
public static class EventLines
{
    /// <summary>Number of bytes of a too long line that the quarantine keeps.</summary>
    private const int KeptOfLongLine = 64 << 10;

    /// <summary>Reads lines as they arrive. A body that starts with <c>[</c> is one JSON array.</summary>
    /// <param name="stream">Read to its end and left open.</param>
    /// <param name="maxLineBytes">Maximum length of a line or element in bytes. A longer one gives its beginning and a refusal.</param>
    /// <param name="holding">Called after each read with the number of bytes in the buffer.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The stream ends early (for example a truncated gzip), or the array is not JSON.</exception>
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

    /// <summary>Reads lines without reports of the buffer size.</summary>
    public static IAsyncEnumerable<EventLine> ReadAsync(Stream stream, int maxLineBytes, CancellationToken cancellationToken) =>
        ReadAsync(stream, maxLineBytes, null, cancellationToken);

    /// <summary>Chooses a splitter by the first byte that is not white space; null while there is none.</summary>
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
            new Refusal(
                "line_too_long",
                $"The line is longer than {Figures.Bytes(limit)}. Its first {Figures.Bytes(KeptOfLongLine)} are kept."
            )
        );
}
