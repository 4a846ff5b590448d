using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Numbers of payment cards: of a length and with a beginning that a network issues, with a right check digit (ISO/IEC 7812), written in one run
/// or in the groups that people write. Times, decimals, ids of addresses and parts of longer numbers are none.
/// </summary>
internal static partial class PaymentCards
{
    /// <summary>Beginnings of the networks' numbers, as ranges of their first digits, and the lengths they come in.</summary>
    private static readonly (string From, string To, int[] Lengths)[] Issued =
    [
        ("4", "4", [13, 16, 19]), // Visa
        ("51", "55", [16]), ("2221", "2720", [16]), // Mastercard
        ("34", "34", [15]), ("37", "37", [15]), // American Express
        ("300", "305", [14, 16, 19]), ("3095", "3095", [14, 16, 19]), ("36", "36", [14, 16, 19]), ("38", "39", [14, 16, 19]), // Diners Club
        ("6011", "6011", [16, 17, 18, 19]), ("622126", "622925", [16, 17, 18, 19]), ("644", "649", [16, 17, 18, 19]), ("65", "65", [16, 17, 18, 19]), // Discover
        ("3528", "3589", [16, 17, 18, 19]), // JCB
        ("62", "62", [16, 17, 18, 19]), ("81", "81", [16, 17, 18, 19]), // UnionPay
        ("5018", "5018", [13, 14, 15, 16, 17, 18, 19]), ("5020", "5020", [13, 14, 15, 16, 17, 18, 19]), ("5038", "5038", [13, 14, 15, 16, 17, 18, 19]), ("5893", "5893", [13, 14, 15, 16, 17, 18, 19]),
        ("6304", "6304", [13, 14, 15, 16, 17, 18, 19]), ("6759", "6759", [13, 14, 15, 16, 17, 18, 19]), ("6761", "6763", [13, 14, 15, 16, 17, 18, 19]), // Maestro
        ("2200", "2205", [16, 17, 18, 19]), // Mir
        ("508", "508", [16]), ("60", "60", [16]), ("82", "82", [16]), ("353", "353", [16]), ("356", "356", [16]), // RuPay
        ("506099", "506198", [16, 18, 19]), // Verve
        ("506699", "506778", [16]), ("509000", "509999", [16]), ("636297", "636297", [16]), ("636368", "636368", [16]), // Elo
        ("9792", "9792", [16]), // Troy
        ("5019", "5019", [16]), // Dankort
        ("8600", "8600", [16]), ("9860", "9860", [16]), // Uzcard, Humo
    ];

    /// <summary>Where the numbers stand in the text, whose digits are ASCII.</summary>
    public static IEnumerable<(int Index, int Length)> Find(string text)
    {
        foreach (Match run in Run().Matches(text))
        {
            if (IsInside(text, run) || IsOfAnAddress(text, run)) continue;
            var groups = Group().Matches(run.Value).Select(g => (Index: run.Index + g.Index, g.Length, g.Value)).ToList();
            for (var first = 0; first < groups.Count; first++)
            {
                // The longest first: 19 digits are not 16 and three others.
                for (var last = Math.Min(groups.Count - 1, first + 18); last >= first; last--)
                {
                    var part = groups.GetRange(first, last - first + 1);
                    if (!IsWritten(part.ConvertAll(g => g.Length), part.Count == groups.Count) || (part.Count == 1 && IsDecimal(text, part[0].Index, part[0].Length)) || !IsCard(string.Concat(part.Select(g => g.Value)))) continue;
                    yield return (part[0].Index, groups[last].Index + groups[last].Length - part[0].Index);
                    first = last;
                    break;
                }
            }
        }
    }

    /// <summary>Whether the digits are a number that a network could have issued. H. P. Luhn, US patent 2,950,048, 1960: they sum to a multiple of ten, every second doubled.</summary>
    internal static bool IsCard(string digits)
    {
        if (digits.Length is < 13 or > 19 || digits.All(d => d == digits[0])) return false;
        if (!Array.Exists(Issued, i => i.Lengths.Contains(digits.Length) && string.CompareOrdinal(digits[..i.From.Length], i.From) >= 0 && string.CompareOrdinal(digits[..i.To.Length], i.To) <= 0)) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>In one run; in fours with what is left; 4-6-5 and 4-6-4; or all groups alike, of ones and twos only where they are the whole run.</summary>
    private static bool IsWritten(List<int> groups, bool isWhole)
    {
        if (groups.Count == 1) return true;
        if (groups is [4, 6, 4 or 5]) return true;
        if (groups.GetRange(0, groups.Count - 1).TrueForAll(g => g == 4) && groups[^1] <= 7) return groups.Count >= 3;
        if (groups is [6, >= 7 and <= 13]) return true;
        return groups.TrueForAll(g => g == groups[0]) && (groups[0] >= 3 || isWhole);
    }

    /// <summary>Behind a letter, or with a plus before it, it is a part of something else.</summary>
    private static bool IsInside(string text, Match run)
    {
        var end = run.Index + run.Length;
        return (run.Index > 0 && (char.IsLetter(text[run.Index - 1]) || text[run.Index - 1] is '+' or '_')) || (end < text.Length && (char.IsLetter(text[end]) || text[end] == '_'));
    }

    /// <summary>The id of a page or thing in an address; what the address itself calls a card is one.</summary>
    private static bool IsOfAnAddress(string text, Match run)
    {
        var start = run.Index;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] is not ('"' or '<' or '>' or '(')) start--;
        var before = text[start..run.Index];
        return before.Contains("://", StringComparison.Ordinal) && !CardName().IsMatch(before);
    }

    private static bool IsDecimal(string text, int index, int length)
    {
        var end = index + length;
        var isFraction = index > 0 && text[index - 1] is '.' or ',' && (text[index - 1] == '.' ? index == 1 || !char.IsLetter(text[index - 2]) : index > 1 && char.IsAsciiDigit(text[index - 2]));
        return isFraction || (end + 1 < text.Length && text[end] is '.' or ',' && char.IsAsciiDigit(text[end + 1]));
    }

    [GeneratedRegex(@"[0-9]+([ .-][0-9]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Run();

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Group();

    [GeneratedRegex(@"[?&;#](card|pan|cc|ccnum|card_?number|cardnumber)=$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CardName();
}
