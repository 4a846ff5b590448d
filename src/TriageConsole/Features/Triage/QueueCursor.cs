using System.Globalization;

namespace TriageConsole.Features.Triage;

/// <summary>A position in the queue. It is opaque to the client.</summary>
internal readonly record struct QueueCursor(double Priority, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(Priority):x}.{Id}");

    /// <exception cref="FormatException">The text is not a cursor of this list.</exception>
    public static QueueCursor? Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        var parts = cursor.Split('.');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            && double.IsFinite(BitConverter.Int64BitsToDouble(bits))
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var id)
            ? new QueueCursor(BitConverter.Int64BitsToDouble(bits), id)
            : throw new FormatException("Not a cursor.");
    }
}
