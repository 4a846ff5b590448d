using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core;

/// <summary>Shortens and cleans texts so that databases can store them.</summary>
public static class Texts
{
    /// <summary>
    /// The text, or its beginning with an ellipsis. The result never splits a surrogate pair, because databases cannot store half a pair.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Maximum length of the result in UTF-16 code units; at least 2.</param>
    public static string Cut(string text, int length) => text.Length <= length ? text : Begin(text, length - 1) + "…";

    /// <summary>The beginning of a text, without half a surrogate pair at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Maximum length of the result in UTF-16 code units; at least 1.</param>
    public static string Begin(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>
    /// Shortens a composed key to the length of its column: the text itself, or its beginning with <c>~</c> and a hash of the whole text.
    /// The hash keeps two long keys with the same beginning distinct.
    /// </summary>
    /// <param name="text">The key.</param>
    /// <param name="length">Maximum length of the result in UTF-16 code units; more than 33.</param>
    public static string Key(string text, int length) =>
        text.Length <= length
            ? text
            : $"{Begin(text, length - 33)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";

    /// <summary>Replaces what databases cannot store, null characters and unpaired surrogates, by U+FFFD.</summary>
    /// <param name="text">Any text, including invalid UTF-16.</param>
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

    /// <summary>Whether the text can be split at this position: not between the two halves of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">A position in UTF-16 code units, from 0 to the length of the text.</param>
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
