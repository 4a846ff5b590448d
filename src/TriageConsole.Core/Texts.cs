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
    public static string Begin(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
