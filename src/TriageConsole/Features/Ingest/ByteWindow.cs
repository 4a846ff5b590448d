using System.Buffers;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// The bytes that were read from a stream and not consumed yet, in one pooled buffer. The buffer grows for a long line and is reused after
/// it.
/// </summary>
internal sealed class ByteWindow : IDisposable
{
    private const int Chunk = 64 << 10;

    /// <summary>A larger buffer returns to the pool after the line that needed it.</summary>
    private const int MaxKept = 1 << 20;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    private byte[] bytes = Buffers.Rent<byte>(2 * Chunk);
    private int start;
    private int end;
    private bool hasBegun;

    public ReadOnlySpan<byte> Unread => bytes.AsSpan(start, end - start);

    /// <summary>Size of the buffer in bytes.</summary>
    public int Held => bytes.Length;

    public bool HasEnded { get; private set; }

    /// <summary>Number of blank lines before the first line with content.</summary>
    public long LinesBefore { get; set; }

    public void Skip(int count) => start += count;

    /// <summary>Skips white space and line ends. Returns the number of line feeds.</summary>
    public long SkipBlanks()
    {
        var length = Unread.IndexOfAnyExcept(Blanks);
        var blanks = Unread[..(length < 0 ? Unread.Length : length)];
        if (blanks.IsEmpty)
            return 0;
        var lines = blanks.Count((byte)'\n');
        Skip(blanks.Length);
        return lines;
    }

    /// <summary>Skips a byte order mark at the start of the stream. Returns false while too few bytes are read to decide.</summary>
    public bool SkipMark()
    {
        if (!hasBegun && Unread.Length < 3 && !HasEnded && "\uFEFF"u8.StartsWith(Unread))
            return false;
        if (!hasBegun && Unread.StartsWith("\uFEFF"u8))
            Skip(3);
        return hasBegun = true;
    }

    /// <summary>Reads more bytes from the stream into the window.</summary>
    public async ValueTask FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (start == end)
            (start, end) = (0, 0);
        if (end == 0 && bytes.Length > MaxKept)
            Replace(Buffers.Rent<byte>(2 * Chunk));
        if (bytes.Length - end < Chunk)
            MakeRoom();
        var read = await stream.ReadAsync(bytes.AsMemory(end), cancellationToken);
        end += read;
        HasEnded = read == 0;
    }

    public void Dispose()
    {
        Buffers.Return(bytes);
        bytes = [];
    }

    /// <summary>
    /// Moves the unread bytes to the front, or into a larger buffer if they fill more than half of this one. So each byte is copied only a
    /// few times.
    /// </summary>
    private void MakeRoom()
    {
        var unread = Unread;
        var into = unread.Length > bytes.Length / 2 ? Buffers.Rent<byte>(2 * bytes.Length) : bytes;
        unread.CopyTo(into);
        (start, end) = (0, unread.Length);
        if (!ReferenceEquals(into, bytes))
            Replace(into);
    }

    private void Replace(byte[] into)
    {
        Buffers.Return(bytes);
        bytes = into;
    }
}
