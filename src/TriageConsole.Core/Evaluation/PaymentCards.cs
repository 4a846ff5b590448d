using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Finds payment card numbers: with a length and a prefix that a network issues and a valid check digit (ISO/IEC 7812), written without
/// spaces or in the usual groups. Excludes times, decimals, ids in URLs and parts of longer numbers.
/// </summary>
internal static partial class PaymentCards
{
    private const int Shortest = 13;

    private const int MaxDigits = 19;

    /// <summary>Number of characters before a number in which the start of a URL is searched.</summary>
    private const int LongestAddress = 2000;

    /// <summary>Prefixes of the networks, as ranges of the first digits, and the lengths of their numbers.</summary>
    private static readonly (string From, string To, int[] Lengths)[] Issued =
    [
        ("4", "4", [13, 16, 19]), // Visa
        ("51", "55", [16]),
        ("2221", "2720", [16]), // Mastercard
        ("34", "34", [15]),
        ("37", "37", [15]), // American Express
        ("300", "305", [14, 16, 19]),
        ("3095", "3095", [14, 16, 19]),
        ("36", "36", [14, 16, 19]),
        ("38", "39", [14, 16, 19]), // Diners Club
        ("6011", "6011", [16, 17, 18, 19]),
        ("622126", "622925", [16, 17, 18, 19]),
        ("644", "649", [16, 17, 18, 19]),
        ("65", "65", [16, 17, 18, 19]), // Discover
        ("3528", "3589", [16, 17, 18, 19]), // JCB
        ("62", "62", [16, 17, 18, 19]),
        ("81", "81", [16, 17, 18, 19]), // UnionPay
        ("5018", "5018", [13, 14, 15, 16, 17, 18, 19]),
        ("5020", "5020", [13, 14, 15, 16, 17, 18, 19]),
        ("5038", "5038", [13, 14, 15, 16, 17, 18, 19]),
        ("5893", "5893", [13, 14, 15, 16, 17, 18, 19]),
        ("6304", "6304", [13, 14, 15, 16, 17, 18, 19]),
        ("6759", "6759", [13, 14, 15, 16, 17, 18, 19]),
        ("6761", "6763", [13, 14, 15, 16, 17, 18, 19]), // Maestro
        ("2200", "2205", [16, 17, 18, 19]), // Mir
        ("508", "508", [16]),
        ("60", "60", [16]),
        ("82", "82", [16]),
        ("353", "353", [16]),
        ("356", "356", [16]), // RuPay
        ("506099", "506198", [16, 18, 19]), // Verve
        ("506699", "506778", [16]),
        ("509000", "509999", [16]),
        ("636297", "636297", [16]),
        ("636368", "636368", [16]), // Elo
        ("9792", "9792", [16]), // Troy
        ("5019", "5019", [16]), // Dankort
        ("8600", "8600", [16]),
        ("9860", "9860", [16]), // Uzcard, Humo
    ];

    /// <summary>The positions of card numbers in a text whose digits are ASCII.</summary>
    public static IEnumerable<(int Index, int Length)> Find(string text)
    {
        foreach (Match run in Run().Matches(text))
        {
            if (run.Length < Shortest || IsInside(text, run))
                continue;
            var groups = Group().Matches(run.Value).Select(g => (Index: run.Index + g.Index, g.Length)).ToArray();
            for (var first = 0; first < groups.Length; first++)
            {
                if (Longest(text, groups, first) is not { } last)
                    continue;
                var (index, end) = (groups[first].Index, groups[last].Index + groups[last].Length);
                first = last;
                if (!IsOfAnAddress(text, index))
                    yield return (index, end - index);
            }
        }
    }

    /// <summary>
    /// The last group of the longest card number that starts with a group: 19 digits are not a number of 16 and three others.
    /// </summary>
    private static int? Longest(string text, (int Index, int Length)[] groups, int first)
    {
        var (last, digits) = (first, groups[first].Length);
        while (last + 1 < groups.Length && digits + groups[last + 1].Length <= MaxDigits)
            digits += groups[++last].Length;
        for (; last >= first && digits >= Shortest; digits -= groups[last--].Length)
        {
            var part = groups.AsSpan(first, last - first + 1);
            if (
                digits > MaxDigits
                || !IsWritten(part, part.Length == groups.Length)
                || (part.Length == 1 && IsDecimal(text, part[0].Index, part[0].Length))
            )
                continue;
            if (
                IsCard(
                    string.Concat(
                        text.AsSpan(part[0].Index, part[^1].Index + part[^1].Length - part[0].Index).ToArray().Where(char.IsAsciiDigit)
                    )
                )
            )
                return last;
        }

        return null;
    }

    /// <summary>
    /// Whether a network can have issued this number. Luhn check by H. P. Luhn, US patent 2,950,048, 1960: with every second digit doubled,
    /// the digits sum to a multiple of ten.
    /// </summary>
    internal static bool IsCard(string digits)
    {
        if (digits.Length is < Shortest or > MaxDigits || digits.All(d => d == digits[0]))
            return false;
        if (
            !Array.Exists(
                Issued,
                i =>
                    i.Lengths.Contains(digits.Length)
                    && string.CompareOrdinal(digits[..i.From.Length], i.From) >= 0
                    && string.CompareOrdinal(digits[..i.To.Length], i.To) <= 0
            )
        )
            return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum +=
                i % 2 == 0 ? digit
                : digit > 4 ? (2 * digit) - 9
                : 2 * digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>
    /// Whether the grouping is usual: no groups; groups of four with a remainder; 4-6-5 and 4-6-4; or groups of equal length. Groups of one
    /// or two digits must be the whole run.
    /// </summary>
    private static bool IsWritten(ReadOnlySpan<(int Index, int Length)> groups, bool isWhole)
    {
        if (groups.Length == 1)
            return true;
        if (groups.Length == 2)
            return groups[0].Length == 6 || groups[0].Length == groups[1].Length;
        if (groups.Length == 3 && (groups[0].Length, groups[1].Length, groups[2].Length) is (4, 6, 4 or 5))
            return true;
        var (areFours, areAlike) = (groups[^1].Length <= 7, true);
        foreach (var group in groups[..^1])
            areFours &= group.Length == 4;
        foreach (var group in groups)
            areAlike &= group.Length == groups[0].Length;
        return areFours || (areAlike && (groups[0].Length >= 3 || isWhole));
    }

    /// <summary>
    /// Whether the digits are part of another token, such as an id: next to a letter or underscore, or after a plus sign.
    /// </summary>
    private static bool IsInside(string text, Match run)
    {
        var end = run.Index + run.Length;
        return (run.Index > 0 && (char.IsLetter(text[run.Index - 1]) || text[run.Index - 1] is '+' or '_'))
            || (end < text.Length && (char.IsLetter(text[end]) || text[end] == '_'));
    }

    /// <summary>Whether it is an id in a URL. It is a card number if the parameter of the URL is called a card.</summary>
    private static bool IsOfAnAddress(string text, int index)
    {
        var start = index;
        while (
            start > 0
            && index - start < LongestAddress
            && !char.IsWhiteSpace(text[start - 1])
            && text[start - 1] is not ('"' or '<' or '>' or '(')
        )
            start--;
        var before = text[start..index];
        return before.Contains("://", StringComparison.Ordinal) && !CardName().IsMatch(before);
    }

    /// <summary>
    /// Whether it is part of a decimal number. A comma can also separate the values of a list; then there are more values, or longer ones.
    /// </summary>
    private static bool IsDecimal(string text, int index, int length)
    {
        var end = index + length;
        char At(int place) => place >= 0 && place < text.Length ? text[place] : ' ';
        if (At(index - 1) == '.' && !char.IsLetter(At(index - 2)))
            return true;
        if (At(end) == '.' && char.IsAsciiDigit(At(end + 1)))
            return true;
        var (whole, fraction) = (0, 0);
        while (whole < 4 && char.IsAsciiDigit(At(index - 2 - whole)))
            whole++;
        while (fraction < 3 && char.IsAsciiDigit(At(end + 1 + fraction)))
            fraction++;
        var isFraction = At(index - 1) == ',' && whole is >= 1 and <= 3 && At(index - 2 - whole) != ',' && At(end) != ',';
        return isFraction || (At(end) == ',' && fraction is 1 or 2 && At(end + 1 + fraction) != ',' && At(index - 1) != ',');
    }

    [GeneratedRegex(@"[0-9]+(?:[ .-][0-9]+)*")]
    private static partial Regex Run();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Group();

    [GeneratedRegex(@"[?&;#](card|pan|cc|ccnum|card_?number|cardnumber)=$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CardName();
}
