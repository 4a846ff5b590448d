using System.Collections.Frozen;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Street addresses, best effort: a house number with a word such as "Street" or "Straße", and post boxes. Without a language model most
/// other forms are missed.
/// </summary>
internal static class PostalAddresses
{
    private const int MaxNameWords = 4;
    private const int MaxDigits = 5;

    private static readonly FrozenSet<string> After = Set(
        "Street St St. Avenue Ave Ave. Road Rd Rd. Boulevard Blvd Blvd. Lane Ln Drive Dr Court Ct Square Sq "
            + "Highway Hwy Terrace Crescent Parkway "
            + "street avenue road boulevard lane drive"
    );

    private static readonly FrozenSet<string> Before = Set(
        "Rue rue Via Calle calle Avenida Rua Ulica ul. Viale Corso Plaza Piazza Avenue avenue Paseo Boulevard Rúa Box"
    );

    private static readonly string[] Glued =
    [
        "straße",
        "strasse",
        "straat",
        "gasse",
        "gatan",
        "vägen",
        "vegen",
        "vej",
        "katu",
        "kuja",
        "platz",
        "allee",
        "gade",
        "laan",
        "weg",
        "gata",
        "tie",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Suffixes = After.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Starts = Before.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The address whose house number starts at this place; null if there is none.</summary>
    public static (int Start, int Length)? Find(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start <= MaxDigits && char.IsAsciiDigit(text[end]))
            end++;
        if (end - start > MaxDigits || (start > 0 && !char.IsWhiteSpace(text[start - 1])))
            return null;
        if (end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        if (end < text.Length && char.IsLetterOrDigit(text[end]))
            return null;
        var from = StreetBefore(text, start);
        var to = from < start ? end : StreetAfter(text, end);
        if (from == start && to == end)
            return null;
        to = Unit(text, to);
        return (from, to - from);
    }

    /// <summary>
    /// The start of a street name before the number, such as "Rue de Paris 12" or "Bundesstraße 31"; the number's if there is none.
    /// </summary>
    private static int StreetBefore(ReadOnlySpan<char> text, int number)
    {
        var from = number;
        for (var words = 0; words < MaxNameWords; words++)
        {
            if (from < 2 || text[from - 1] != ' ')
                return number;
            var start = WordStart(text, from - 1);
            var word = text[start..(from - 1)];
            if (word.IsEmpty)
                return number;
            if (Starts.Contains(word))
                return start;
            if (words == 0 && char.IsUpper(word[0]) && IsGlued(word))
                return start;
            from = start;
        }

        return number;
    }

    private static bool IsGlued(ReadOnlySpan<char> word)
    {
        foreach (var suffix in Glued)
            if (word.Length > suffix.Length + 2 && word.EndsWith(suffix, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>The end of a street name after the number, such as "14 Crown Street"; the number's if there is none.</summary>
    private static int StreetAfter(ReadOnlySpan<char> text, int number)
    {
        var at = number;
        for (var words = 0; words <= MaxNameWords; words++)
        {
            if (at + 1 >= text.Length || text[at] != ' ' || !(char.IsUpper(text[at + 1]) || (words > 0 && char.IsLetter(text[at + 1]))))
                return number;
            var end = at + 1;
            while (end < text.Length && end - at < 40 && (char.IsLetter(text[end]) || text[end] is '-' or '\'' or '.'))
                end++;
            var word = text[(at + 1)..end];
            if (words > 0 && Suffixes.Contains(word))
                return end;
            at = end;
        }

        return number;
    }

    private static int WordStart(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 40 && (char.IsLetter(text[start - 1]) || text[start - 1] is '-' or '\'' or '.'))
            start--;
        return start;
    }

    /// <summary>The end with a flat or suite.</summary>
    private static int Unit(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 6 && text[at] is ' ' or ',' or '\n')
            at++;
        foreach (var word in (ReadOnlySpan<string>)["Apt. ", "Apt ", "Suite ", "Unit ", "Flat ", "Floor ", "#"])
            if (text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                var last = at + word.Length;
                while (last < text.Length && last - at < 16 && char.IsAsciiLetterOrDigit(text[last]))
                    last++;
                return last;
            }

        return end;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
