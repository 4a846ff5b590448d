using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core;

/// <summary>What all that shortens a text agrees on.</summary>
public static class Texts
{
    /// <summary>The text, or its beginning with an ellipsis: never longer than <paramref name="length"/>, and no character cut in half, which no database stores.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most UTF-16 units of the result, at least two.</param>
    public static string Cut(string text, int length) => text.Length <= length ? text : Begin(text, length - 1) + "…";

    /// <summary>The beginning of a text, at most so long, without half a character at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most UTF-16 units of the result, at least one.</param>
    public static string Begin(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>
    /// A key that was put together from others and must fit its column: the text itself, or its beginning with <c>~</c> and a hash of the whole, so that
    /// two long keys with the same beginning stay two.
    /// </summary>
    /// <param name="text">The key.</param>
    /// <param name="length">The most UTF-16 units of the result, more than 33.</param>
    public static string Key(string text, int length) =>
        text.Length <= length
            ? text
            : $"{Begin(text, length - 33)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";

    /// <summary>The text with U+FFFD in the place of what no database stores: null characters and halves of characters.</summary>
    /// <param name="text">Any text, also one that is no valid UTF-16.</param>
    public static string Storable(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !HasHalves(text))
            return text;
        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (char.IsHighSurrogate(characters[i]) && i + 1 < characters.Length && char.IsLowSurrogate(characters[i + 1]))
                i++;
            else if (characters[i] == '\0' || char.IsSurrogate(characters[i]))
                characters[i] = '\uFFFD';
        }

        return new string(characters);
    }

    /// <summary>Whether a text may be cut at this place: not between the two halves of a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">A place in UTF-16 code units, from 0 to the text's length.</param>
    public static bool IsBoundary(string text, int at) =>
        at <= 0 || at >= text.Length || !char.IsLowSurrogate(text[at]) || !char.IsHighSurrogate(text[at - 1]);

    private static bool HasHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
