using System.Globalization;

namespace TriageConsole.Core.Events;

/// <summary>
/// JSON can escape two things that databases cannot store and that many readers reject: a NUL (<c>\u0000</c>) and an unpaired surrogate
/// (<c>\ud83d</c> alone). Before anything else reads the line, this replaces each of them by U+FFFD, in texts and names at any depth. The
/// escape of U+FFFD has six bytes too, so the length of the line does not change.
/// </summary>
public static class JsonEscapes
{
    private const int Length = 6;

    /// <summary>The JSON without such escapes; the same memory if there are none.</summary>
    /// <param name="json">UTF-8 JSON, valid or not.</param>
    public static ReadOnlyMemory<byte> Storable(ReadOnlyMemory<byte> json)
    {
        var text = json.Span;
        byte[]? copy = null;
        for (var at = 0; text[at..].IndexOf("\\u"u8) is var found and >= 0; )
        {
            var from = at;
            at += found;
            if (!MayBeUnstorable(text[at..]) || IsEscaped(text, from, at))
            {
                at += 2;
                continue;
            }

            var unit = UnitAt(text, at);
            if (unit is >= 0xD800 and <= 0xDBFF && UnitAt(text, at + Length) is >= 0xDC00 and <= 0xDFFF)
            {
                at += 2 * Length;
                continue;
            }

            if (unit is 0 or (>= 0xD800 and <= 0xDFFF))
                "\\ufffd"u8.CopyTo((copy ??= json.ToArray()).AsSpan(at));
            at += unit < 0 ? 2 : Length;
        }

        return copy ?? json;
    }

    /// <summary>
    /// A cheap check of the first digits for a NUL or a surrogate. Nearly all escapes are neither, and many lines have thousands of
    /// escapes.
    /// </summary>
    private static bool MayBeUnstorable(ReadOnlySpan<byte> escape) =>
        escape.Length >= Length
        && escape[2] switch
        {
            (byte)'0' => escape[3] == '0' && escape[4] == '0' && escape[5] == '0',
            (byte)'d' or (byte)'D' => escape[3] >= '8',
            _ => false,
        };

    /// <summary>Whether the backslash is itself escaped, which means that an odd number of backslashes precedes it.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> text, int from, int at)
    {
        var before = at;
        while (before > from && text[before - 1] == (byte)'\\')
            before--;
        return (at - before) % 2 == 1;
    }

    /// <summary>The UTF-16 code unit of the escape at this position, or −1 if there is none.</summary>
    private static int UnitAt(ReadOnlySpan<byte> text, int at) =>
        at + Length <= text.Length
        && text[at] == (byte)'\\'
        && text[at + 1] == (byte)'u'
        && int.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : -1;
}
