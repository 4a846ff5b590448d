using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Texts taken apart: into words, and into sentences. Any script; no dictionary.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "but", "if", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as", "is", "are", "was", "were", "be", "been", "being", "it", "its", "this", "that", "these", "those",
        "he", "she", "they", "we", "you", "i", "his", "her", "their", "our", "your", "my", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "shall", "should", "must", "not", "no",
        "so", "than", "then", "there", "here", "what", "which", "who", "whom", "when", "where", "why", "how", "also", "into", "about", "over", "after", "before", "between", "because", "while", "s", "t",
    };

    /// <summary>Lower-case words and numbers in their order; a character of a script without spaces is a word of its own.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        var before = default(Rune);
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            var inside = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            // 3.5 and 1,281 are one number each; what groups the digits is no part of it.
            var joins = rune.Value is '.' or ',' && Rune.IsDigit(before) && i + 1 < runes.Length && Rune.IsDigit(runes[i + 1]);
            if ((!inside && !joins) || IsWordAlone(rune))
            {
                if (word.Length > 0) yield return Take(word);
                if (inside) yield return rune.ToString();
            }
            else if (!joins || rune.Value == '.')
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }

            before = rune;
        }

        if (word.Length > 0) yield return Take(word);
    }

    /// <summary>The words that say something.</summary>
    public static IEnumerable<string> Content(string text) => Of(text).Where(w => !Empty.Contains(w));

    /// <summary>Sentences with the citations behind their full stop; a line is a sentence at least.</summary>
    public static IEnumerable<string> Sentences(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var from = 0;
            foreach (Match end in SentenceEnd().Matches(line))
            {
                if (IsInitial(line, end.Index)) continue;
                yield return line[from..(end.Index + end.Length)].Trim();
                from = end.Index + end.Length;
            }

            if (line[from..].Trim() is { Length: > 0 } rest) yield return rest;
        }
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString();
        word.Clear();
        return taken;
    }

    private static bool IsWordAlone(Rune rune) => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>A full stop behind a single letter: U.S., e.g., J. Smith.</summary>
    private static bool IsInitial(string line, int stop) => line[stop] == '.' && stop > 0 && char.IsLetter(line[stop - 1]) && (stop == 1 || !char.IsLetterOrDigit(line[stop - 2]));

    [GeneratedRegex("""[.!?。！？]+["'”’)]*(\s*[\[【][^\]】\n]{1,60}[\]】])*(\s+|$)|[。！？]""", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
