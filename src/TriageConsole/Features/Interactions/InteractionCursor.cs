using System.Globalization;
using System.Text;

namespace TriageConsole.Features.Interactions;

/// <summary>A position in the list, newest first. It is opaque to the client.</summary>
internal readonly record struct InteractionCursor(DateTimeOffset Timestamp, long Id)
{
    public override string ToString() => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Timestamp.UtcTicks}.{Id}"));

    /// <summary>Returns null if there is no cursor.</summary>
    /// <exception cref="FormatException">The text is not a cursor of this list.</exception>
    public static InteractionCursor? Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        var parts = Encoding.ASCII.GetString(Convert.FromBase64String(cursor)).Split('.');
        return
            parts.Length == 2
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var ticks)
            && ticks is >= 0 and <= 3155378975999999999
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var id)
            ? new InteractionCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : throw new FormatException("Not a cursor.");
    }
}
