using System.Globalization;
using System.Text;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// States the size and the root of a log at a time. Its text is the body of a checkpoint of transparency logs (c2sp.org/tlog-checkpoint):
/// origin, size, root in Base64, and lines of our own: the time, and for the first checkpoint of a new key, that key and the one before it.
/// </summary>
/// <param name="Origin">Names the log: one line without spaces at its ends, not empty.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">Root of the Merkle tree over them, 32 bytes.</param>
/// <param name="At">When it was taken, to the millisecond.</param>
/// <param name="Change">Set in the first checkpoint of a key that follows another.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, DateTimeOffset At, KeyChange? Change = null)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string TimeLine = "time ";
    private const string KeyLine = "key ";
    private const string AfterLine = "after ";

    /// <summary>The text that is signed.</summary>
    /// <exception cref="ArgumentException">The origin is not one line of text.</exception>
    public string ToText()
    {
        if (Origin.Length == 0 || Origin != Origin.Trim() || Origin.Any(char.IsControl))
            throw new ArgumentException("The origin of a checkpoint is one line of text.");
        var text = new StringBuilder();
        text.Append(Origin).Append('\n');
        text.Append(Size.ToString(CultureInfo.InvariantCulture)).Append('\n');
        text.Append(Convert.ToBase64String(Root)).Append('\n');
        text.Append(TimeLine).Append(At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append('\n');
        if (Change is not null)
            text.Append(KeyLine).Append(Change.PublicKey).Append('\n').Append(AfterLine).Append(Change.Before).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToText"/> wrote, and nothing else.</summary>
    /// <returns>Null if the text is not one of ours to the last character.</returns>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines is not [var origin, var count, var base64, var time, .. var rest] || !HasWord(time, TimeLine))
            return null;
        KeyChange? change = null;
        if (rest is [var key, var after, ""] && HasWord(key, KeyLine) && HasWord(after, AfterLine))
            change = new(key[KeyLine.Length..], after[AfterLine.Length..]);
        else if (rest is not [""])
            return null;
        var root = new byte[MerkleHash.Size];
        if (
            !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !Convert.TryFromBase64String(base64, root, out var written)
            || written != root.Length
            || !DateTimeOffset.TryParseExact(
                time.AsSpan(TimeLine.Length),
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
        )
            return null;
        var checkpoint = new Checkpoint(origin, size, root, at, change);
        // Another spelling of the same content, such as a size of 007, would have another signature.
        return origin.Trim().Length > 0 && origin == origin.Trim() && !origin.Any(char.IsControl) && checkpoint.ToText() == text
            ? checkpoint
            : null;
    }

    private static bool HasWord(string line, string word) => line.StartsWith(word, StringComparison.Ordinal);

    /// <summary>Equal if all values are.</summary>
    public bool Equals(Checkpoint? other) =>
        other is not null
        && (Origin, Size, At, Change) == (other.Origin, other.Size, other.At, other.Change)
        && Root.AsSpan().SequenceEqual(other.Root);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size, At);
}
