using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Street addresses, best effort: a house number with a word such as "Street" or "Straße", and post boxes. Without a language model most
/// other forms are missed.
/// </summary>
internal static class PostalAddresses
{
    private const int MaxNameWords = 4;

    private static readonly string[] After =
    [
        "Street",
        "St.",
        "Avenue",
        "Ave",
        "Road",
        "Rd",
        "Boulevard",
        "Blvd",
        "Lane",
        "Drive",
        "Court",
        "Square",
        "Highway",
        "Terrace",
        "Crescent",
    ];

    private static readonly string[] Glued = ["straße", "strasse", "straat", "gasse", "gatan", "vägen", "vegen", "katu", "platz", "allee"];

    private static readonly string[] Before =
    [
        "Rue ",
        "Via ",
        "Calle ",
        "Avenida ",
        "Rua ",
        "Ulica ",
        "ul. ",
        "Viale ",
        "Corso ",
        "Plaza ",
        "Piazza ",
    ];

    private static readonly SearchValues<string> Words = SearchValues.Create(
        [.. After, .. Glued, .. Before, "P.O. Box", "PO Box"],
        StringComparison.Ordinal
    );

    public static void Find(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var at = 0; text[at..].IndexOfAny(Words) is var next and >= 0; )
        {
            at += next;
            var end = at;
            while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '.'))
                end++;
            var start = at;
            var last = -1;
            if (text[at..].StartsWith("P.O. Box", StringComparison.Ordinal) || text[at..].StartsWith("PO Box", StringComparison.Ordinal))
                last = Number(text, text[at..].IndexOf("Box") + at + 3);
            else if (StartsWithAny(text[at..], Glued))
                (start, last) = (WordStart(text, at), Number(text, end));
            else if (StartsWithAny(text[at..], Before) && !IsLetterAt(text, at - 1))
                last = Number(text, Names(text, end));
            else if (!IsLetterAt(text, end))
                (start, last) = (HouseNumber(text, at), end);
            if (start >= 0 && last > start)
            {
                last = Unit(text, last);
                found.Add(new Finding(PersonalDataKinds.Address, start, last - start));
            }

            at = Math.Max(Math.Max(last, end), at + 1);
        }
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
            if (text.StartsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>The start of the house number before up to four words with capital letters; −1 if there is none.</summary>
    private static int HouseNumber(ReadOnlySpan<char> text, int at)
    {
        var from = at;
        for (var words = 0; words <= MaxNameWords; words++)
        {
            if (from == 0 || text[from - 1] != ' ')
                return -1;
            var start = WordStart(text, from - 1);
            if (start == from - 1)
                return -1;
            if (char.IsAsciiDigit(text[start]) && words > 0)
                return text[start..(from - 1)].Length <= 6 ? start : -1;
            if (!char.IsUpper(text[start]) && !char.IsAsciiDigit(text[start]))
                return -1;
            from = start;
        }

        return -1;
    }

    private static int WordStart(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 40 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '\'' or '.'))
            start--;
        return start;
    }

    private static int Names(ReadOnlySpan<char> text, int at)
    {
        for (var words = 0; words < MaxNameWords && at < text.Length && text[at] == ' '; words++)
        {
            var end = at + 1;
            while (end < text.Length && end - at < 40 && (char.IsLetter(text[end]) || text[end] is '\'' or '.' or '-'))
                end++;
            if (end == at + 1)
                break;
            at = end;
        }

        return at;
    }

    /// <summary>The end of the house number after a street name; −1 if there is none.</summary>
    private static int Number(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or ',')
            at++;
        var end = at;
        while (end < text.Length && end - at < 6 && char.IsAsciiDigit(text[end]))
            end++;
        if (end == at)
            return -1;
        if (end < text.Length && char.IsAsciiLetter(text[end]) && !IsLetterAt(text, end + 1))
            end++;
        return end;
    }

    /// <summary>The end with a flat or suite.</summary>
    private static int Unit(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 6 && text[at] is ' ' or ',' or '\n')
            at++;
        foreach (var word in (ReadOnlySpan<string>)["Apt. ", "Apt ", "Suite ", "Unit ", "Flat ", "Floor ", "#"])
            if (text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase) && Number(text, at + word.Length) is var last and >= 0)
                return last;
        return end;
    }

    private static bool IsLetterAt(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && char.IsLetter(text[at]);
}
