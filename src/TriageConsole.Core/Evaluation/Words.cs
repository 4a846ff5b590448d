using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Splits texts into words and sentences, for any script and without a dictionary.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> StopWords = new(StringComparer.Ordinal)
    {
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "if",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "his",
        "her",
        "their",
        "our",
        "your",
        "my",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "not",
        "no",
        "so",
        "than",
        "then",
        "there",
        "here",
        "what",
        "which",
        "who",
        "whom",
        "when",
        "where",
        "why",
        "how",
        "also",
        "into",
        "about",
        "over",
        "after",
        "before",
        "between",
        "because",
        "while",
        "s",
        "t",
    };

    /// <summary>
    /// The lower-case words and numbers in order, normalised (NFC). In scripts without spaces, each character is a word.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="withSymbols">Whether emoji and other symbols are words too.</param>
    public static IEnumerable<string> Of(string text, bool withSymbols = false)
    {
        var word = new StringBuilder();
        var before = default(Rune);
        var graphemes = Graphemes.Of(text).ToArray();
        for (var at = 0; at < graphemes.Length; at++)
        {
            var grapheme = graphemes[at];
            var runes = grapheme.EnumerateRunes().ToArray();
            var isSymbol = Rune.GetUnicodeCategory(runes[0]) == UnicodeCategory.OtherSymbol;
            if (isSymbol || IsWordAlone(runes[0]))
            {
                if (word.Length > 0)
                    yield return Take(word);
                // A symbol is the same word with and without a variation selector.
                if (withSymbols || !isSymbol)
                    yield return isSymbol
                        ? grapheme.Replace("\uFE0F", "", StringComparison.Ordinal).Replace("\uFE0E", "", StringComparison.Ordinal)
                        : grapheme;
                before = default;
                continue;
            }

            var next = at + 1 < graphemes.Length ? Rune.GetRuneAt(graphemes[at + 1], 0) : default;
            for (var i = 0; i < runes.Length; i++)
            {
                var rune = runes[i];
                var inside =
                    Rune.IsLetterOrDigit(rune)
                    || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
                // 3.5 and 1,281 are one number each; digit group separators are not part of the number.
                var joins = rune.Value is '.' or ',' && Rune.IsDigit(before) && i + 1 == runes.Length && Rune.IsDigit(next);
                if (!inside && !joins)
                {
                    if (word.Length > 0)
                        yield return Take(word);
                }
                else if (!joins || rune.Value == '.')
                {
                    word.Append(Rune.ToLowerInvariant(rune).ToString());
                }

                before = rune;
            }
        }

        if (word.Length > 0)
            yield return Take(word);
    }

    /// <summary>The words that are not stop words.</summary>
    public static IEnumerable<string> Content(string text) => Of(text).Where(w => !StopWords.Contains(w));

    /// <summary>The sentences, including citations after their full stop. A line break always ends a sentence.</summary>
    public static IEnumerable<string> Sentences(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var from = 0;
            foreach (Match end in SentenceEnd().Matches(line))
            {
                if (IsInitial(line, end.Index))
                    continue;
                yield return line[from..(end.Index + end.Length)].Trim();
                from = end.Index + end.Length;
            }

            if (line[from..].Trim() is { Length: > 0 } rest)
                yield return rest;
        }
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString();
        word.Clear();
        return taken;
    }

    /// <summary>
    /// Whether the script has no spaces between words: Han, Kana and Bopomofo, Thai, Lao, Myanmar, Khmer, the Tai scripts, Javanese and
    /// Balinese. Excludes their punctuation and digits.
    /// </summary>
    internal static bool IsWordAlone(Rune rune) =>
        rune.Value
            is (>= 0x0E00 and <= 0x0EFF)
                or (>= 0x1000 and <= 0x109F)
                or (>= 0x1780 and <= 0x17FF)
                or (>= 0x1950 and <= 0x19DF)
                or (>= 0x1A20 and <= 0x1AAF)
                or (>= 0x1B00 and <= 0x1B7F)
                or (>= 0x3005 and <= 0x3007)
                or (>= 0x3040 and <= 0x312F)
                or (>= 0x31A0 and <= 0x31BF)
                or (>= 0x31F0 and <= 0x31FF)
                or (>= 0x3400 and <= 0x9FFF)
                or (>= 0xA980 and <= 0xA9FF)
                or (>= 0xAA60 and <= 0xAADF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF66 and <= 0xFF9F)
                or (>= 0x1AFF0 and <= 0x1B16F)
                or (>= 0x20000 and <= 0x3FFFF)
        && !Rune.IsDigit(rune)
        && (
            Rune.IsLetter(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.LetterNumber
                    or UnicodeCategory.ModifierLetter
        );

    /// <summary>Whether a full stop follows a single letter: U.S., e.g., J. Smith.</summary>
    private static bool IsInitial(string line, int stop) =>
        line[stop] == '.' && stop > 0 && char.IsLetter(line[stop - 1]) && (stop == 1 || !char.IsLetterOrDigit(line[stop - 2]));

    [GeneratedRegex("""[.!?。！？]+["'”’)]*(\s*[\[【][^\]】\n]{1,60}[\]】])*(\s+|$)|[。！？]""", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
