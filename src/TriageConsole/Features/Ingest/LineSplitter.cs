namespace TriageConsole.Features.Ingest;

/// <summary>Splits lines at line feeds. Blank lines are counted and skipped.</summary>
internal sealed class LineSplitter(int maxLineBytes, long linesBefore) : ILineSplitter
{
    private long lines = linesBefore;

    /// <summary>Number of bytes of the line that were searched for its end.</summary>
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
            // The line is over the limit: its beginning is kept, and the rest is dropped as it arrives.
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
