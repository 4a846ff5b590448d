using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Finds payment card numbers: with a length and a prefix that a network issues and a valid check digit (ISO/IEC 7812), written without
/// spaces or in the usual groups. Excludes times, decimals, ids in URLs and parts of longer numbers.
/// </summary>
internal static class PaymentCards
{
    private const int Shortest = 13;

    /// <summary>Shortest number that counts only after a word such as "card": some Maestro numbers have 12 digits.</summary>
    private const int ShortestNamed = 12;

    private const int MaxDigits = 19;

    /// <summary>Number of characters before a number in which the start of a URL is searched.</summary>
    private const int LongestUrl = 400;

    private static readonly SearchValues<char> UrlStarts = SearchValues.Create(" \t\r\n\"<>(");

    private static readonly string[] CardNames = ["card", "pan", "cc", "ccnum", "cardnumber", "creditcard", "number"];

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
        ("1800", "1800", [15]),
        ("2131", "2131", [15]), // JCB, older numbers
        ("8600", "8600", [16]),
        ("9860", "9860", [16]), // Uzcard, Humo
    ];

    /// <summary>The card number that starts with the first of the groups: the longest one. Null if it is none.</summary>
    public static (int Start, int Length)? Find(NumberGroups groups, ReadOnlySpan<char> name)
    {
        var text = groups.Text;
        var start = groups.Start(0);
        if (IsInside(text, start))
            return null;
        var count = 1;
        while (count < groups.Count && IsSeparator(groups.Separator(count - 1)) && groups.Sum(0, count + 1) <= MaxDigits)
            count++;
        var isWholeRun = count == groups.Count || !IsSeparator(groups.Separator(count - 1));
        Span<char> digits = stackalloc char[MaxDigits];
        for (; count > 0; count--, isWholeRun = false)
        {
            var sum = groups.Sum(0, count);
            if (sum < ShortestNamed)
                return null;
            var end = groups.End(count - 1);
            if (sum > MaxDigits || !IsWritten(groups, count, isWholeRun && !FollowsDigit(text, start)) || Continues(text, end))
                continue;
            if (count == 1 && IsDecimal(text, start, end - start))
                continue;
            groups.CopyDigits(0, count, digits);
            if (!HasCheckDigit(digits[..sum]))
                continue;
            var isIssued = IsIssued(digits[..sum]);
            // The digits of a card are no decimal number of a language with a decimal comma, but the next value of a list.
            if (count == 1 && !isIssued && IsDecimalWithComma(text, start, end - start))
                continue;
            if (!isIssued && ContextWords.Before(text, start, name) != PersonalDataKinds.Card)
                continue;
            return IsOfUrl(text, start) ? null : (start, end - start);
        }

        return null;
    }

    private static bool IsSeparator(ReadOnlySpan<char> separator) => separator is [' ' or '.' or '-'];

    private static bool FollowsDigit(ReadOnlySpan<char> text, int start) =>
        start > 1 && text[start - 1] is ' ' or '.' or '-' && char.IsAsciiDigit(text[start - 2]);

    /// <summary>Whether a network can have issued a number with these digits.</summary>
    internal static bool IsIssued(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < Shortest or > MaxDigits)
            return false;
        foreach (var (from, to, lengths) in Issued)
            if (
                Array.IndexOf(lengths, digits.Length) >= 0
                && digits[..from.Length].SequenceCompareTo(from) >= 0
                && digits[..to.Length].SequenceCompareTo(to) <= 0
            )
                return true;
        return false;
    }

    /// <summary>
    /// Luhn check by H. P. Luhn, US patent 2,950,048, 1960: with every second digit doubled, the digits sum to a multiple of ten.
    /// </summary>
    internal static bool HasCheckDigit(ReadOnlySpan<char> digits)
    {
        if (digits.IndexOfAnyExcept(digits[0]) < 0)
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
    private static bool IsWritten(in NumberGroups groups, int count, bool isWhole)
    {
        if (count == 1)
            return true;
        if (count == 2)
            return groups.Length(0) == 6 || groups.Length(0) == groups.Length(1);
        if (groups.HasLengths(0, 4, 6, 4) || groups.HasLengths(0, 4, 6, 5))
        {
            if (count == 3)
                return true;
        }

        var (areFours, areAlike) = (groups.Length(count - 1) <= 7, true);
        for (var i = 0; i < count; i++)
        {
            areFours &= i == count - 1 || groups.Length(i) == 4;
            areAlike &= groups.Length(i) == groups.Length(0);
        }

        return areFours || (areAlike && (groups.Length(0) >= 3 || isWhole));
    }

    /// <summary>Whether the digits are part of another token, such as an id: after a letter, an underscore or a plus sign.</summary>
    private static bool IsInside(ReadOnlySpan<char> text, int start) =>
        start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] is '+' or '_');

    private static bool Continues(ReadOnlySpan<char> text, int end) =>
        end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_');

    /// <summary>Whether it is an id in a URL. It is a card number if the parameter of the URL is called a card.</summary>
    private static bool IsOfUrl(ReadOnlySpan<char> text, int at)
    {
        var part = text[Math.Max(0, at - LongestUrl)..at];
        var from = part.LastIndexOfAny(UrlStarts) + 1;
        part = part[from..];
        if (part.IndexOf("://") < 0)
            return false;
        if (part is not [.., '='])
            return true;
        var name = part[(part.LastIndexOfAny('?', '&') + 1)..^1];
        name = name[(name.LastIndexOfAny('_', '-', '.') + 1)..];
        foreach (var known in CardNames)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }

    /// <summary>Whether it is part of a decimal number: next to a point, or after a comma and a zero or a number in a sentence.</summary>
    private static bool IsDecimal(ReadOnlySpan<char> text, int index, int length)
    {
        var end = index + length;
        if (At(text, index - 1) == '.' && !char.IsLetter(At(text, index - 2)))
            return true;
        if (At(text, index - 1) == ',' && At(text, end) != ',')
        {
            var whole = 0;
            while (whole < 4 && char.IsAsciiDigit(At(text, index - 2 - whole)))
                whole++;
            var before = index - 2 - whole;
            var isZero = whole == 1 && text[index - 2] == '0' && !char.IsLetter(At(text, before));
            if (isZero || (whole is >= 1 and <= 3 && before > 0 && text[before] == ' ' && text[before - 1] != ','))
                return true;
        }

        return At(text, end) == '.' && char.IsAsciiDigit(At(text, end + 1));
    }

    /// <summary>
    /// Whether a comma makes it a part of a decimal number. A comma can also separate the values of a list; then there are more values, or
    /// longer ones.
    /// </summary>
    private static bool IsDecimalWithComma(ReadOnlySpan<char> text, int index, int length)
    {
        var end = index + length;
        var (whole, fraction) = (0, 0);
        while (whole < 4 && char.IsAsciiDigit(At(text, index - 2 - whole)))
            whole++;
        while (fraction < 3 && char.IsAsciiDigit(At(text, end + 1 + fraction)))
            fraction++;
        var isFraction = At(text, index - 1) == ',' && whole is >= 1 and <= 3 && At(text, index - 2 - whole) != ',' && At(text, end) != ',';
        return isFraction
            || (At(text, end) == ',' && fraction is 1 or 2 && At(text, end + 1 + fraction) != ',' && At(text, index - 1) != ',');
    }

    private static char At(ReadOnlySpan<char> text, int place) => place >= 0 && place < text.Length ? text[place] : ' ';
}
