namespace TriageConsole.Core.Redaction;

/// <summary>
/// Phone numbers: international with a plus sign or 00, in the national forms of many countries, and any grouping after a word such as
/// "phone". Numbers in the form of dates, amounts and identifiers are excluded.
/// </summary>
internal static class PhoneNumbers
{
    private const int MaxDigits = 15;

    /// <summary>Country codes with one and two digits (ITU-T E.164); all others have three.</summary>
    private static readonly HashSet<int> ShortCodes = Codes(
        "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 "
            + "93 94 95 98"
    );

    /// <summary>The first two digits of the country codes with three digits.</summary>
    private static readonly HashSet<int> LongCodes = Codes("21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99");

    /// <summary>The phone number that starts with the first of the groups; null if it is none.</summary>
    /// <param name="groups">The groups of digits.</param>
    /// <param name="name">The name of the property whose value the text is.</param>
    /// <param name="continues">Whether a group stands before them that is no part of any number. Then they can be the rest of something
    /// longer, such as an invalid account number.</param>
    public static (int Start, int Length)? Find(NumberGroups groups, ReadOnlySpan<char> name, bool continues)
    {
        var text = groups.Text;
        var start = groups.Start(0);
        var hasBracket = start > 0 && text[start - 1] == '(';
        var hasPlus = Before(text, start, hasBracket ? 2 : 1) == '+';
        var from = start - (hasBracket ? 1 : 0) - (hasPlus ? 1 : 0);
        if (!hasPlus && start > 0 && text[start - 1] == '+')
            (hasPlus, from) = (true, start - 1);
        if (IsInside(text, from))
            return null;
        // Between digits, a comma separates groups of thousands or a fraction, unless the number has a plus sign or other groups.
        var isAfterComma = !hasPlus && from > 1 && text[from - 1] == ',' && char.IsAsciiDigit(text[from - 2]);
        var count = 1;
        while (count < groups.Count && groups.Sum(0, count + 1) <= MaxDigits + 2 && IsPhoneSeparator(groups.Separator(count - 1)))
            count++;
        // Trailing groups can belong to something else.
        var context = PersonalDataKinds.None;
        var hasContext = false;
        for (; count > 0; count--)
        {
            var end = groups.End(count - 1);
            var isAmount = !hasPlus && IsAmount(groups, count);
            if ((isAmount && isAfterComma) || Ends(text, end, isAmount) is not { } full)
                continue;
            if (IsCertain(groups, count, hasPlus, hasBracket))
                return Trimmed(text, from, full);
            if (continues || !CanBePhone(groups, count))
                continue;
            if (!hasContext)
            {
                context = ContextWords.Before(text, from, name);
                if (context == PersonalDataKinds.None)
                    context = ContextWords.After(text, end);
                hasContext = true;
            }

            if (context == PersonalDataKinds.Phone || (context == PersonalDataKinds.None && IsLikely(groups, count, hasBracket)))
                return Trimmed(text, from, full);
        }

        return null;
    }

    /// <summary>An opening bracket belongs to the number only if the closing one does.</summary>
    private static (int Start, int Length) Trimmed(ReadOnlySpan<char> text, int from, int end)
    {
        if (text[from] == '(' && text[from..end].IndexOf(')') < 0)
            from++;
        return (from, end - from);
    }

    private static char Before(ReadOnlySpan<char> text, int at, int distance) => at >= distance ? text[at - distance] : ' ';

    private static bool IsInside(ReadOnlySpan<char> text, int from) =>
        from > 0
        && (
            char.IsLetterOrDigit(text[from - 1])
            || text[from - 1] is '_' or '$' or '€' or '£' or '+'
            || (text[from - 1] is '.' or '-' or '/' && from > 1 && char.IsAsciiLetterOrDigit(text[from - 2]))
        );

    private static bool IsPhoneSeparator(ReadOnlySpan<char> separator) =>
        separator
            is [' ' or '-' or '.' or '/']
                or [')']
                or [')', ' ' or '-' or '.']
                or [' ', '(']
                or ['-', '(']
                or ['(']
                or [' ', '/', ' ']
                or [')', ' ', '('];

    /// <summary>The end of the number with its extension; null if the number continues as another token.</summary>
    private static int? Ends(ReadOnlySpan<char> text, int end, bool isAmount)
    {
        if (Extension(text, end) is var full && full > end)
            return full;
        if (end >= text.Length)
            return end;
        if (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '%' or '@' or '€' or '$' or '£')
            return null;
        var continues = text[end] is '.' or ':' || (text[end] == ',' && isAmount);
        return continues && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]) ? null : end;
    }

    /// <summary>Whether a comma next to the number can belong to it: one group, or groups of thousands.</summary>
    private static bool IsAmount(in NumberGroups groups, int count)
    {
        for (var i = 1; i < count; i++)
            if (groups.Length(i) != 3)
                return count == 2 && groups.Separator(0) is ['.'];
        return groups.Length(0) <= 3 || count == 1;
    }

    private static int Extension(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 2 && text[at] is ' ' or ',')
            at++;
        var rest = text[at..Math.Min(text.Length, at + 12)];
        var word =
            rest.StartsWith("extension", StringComparison.OrdinalIgnoreCase) ? 9
            : rest.StartsWith("ext", StringComparison.OrdinalIgnoreCase) ? 3
            : rest is ['x' or 'X', ..] ? 1
            : 0;
        if (word == 0)
            return end;
        at += word;
        while (at < text.Length && text[at] is '.' or ' ' or ':')
            at++;
        var digits = 0;
        while (at + digits < text.Length && digits < 7 && char.IsAsciiDigit(text[at + digits]))
            digits++;
        var stop = at + digits;
        return digits is > 0 and < 7 && (stop == text.Length || !char.IsLetterOrDigit(text[stop])) ? stop : end;
    }

    /// <summary>Forms that nothing else has.</summary>
    private static bool IsCertain(in NumberGroups groups, int count, bool hasPlus, bool hasBracket)
    {
        if (hasPlus)
            return groups.Sum(0, count) is >= 8 and <= MaxDigits && IsCountry(groups, count, 0);
        return HasNorthAmericanForm(groups, count, out var zone) && IsNorthAmerican(groups, zone, count, hasBracket);
    }

    /// <summary>Area code, exchange and line, with or without the code of the country.</summary>
    private static bool HasNorthAmericanForm(in NumberGroups groups, int count, out int zone)
    {
        zone = groups.Digits(0) is ['1'] && count == 4 ? 1 : 0;
        return count == zone + 3 && groups.HasLengths(zone, 3, 3, 4);
    }

    /// <summary>Forms that count unless a word says that it is another number.</summary>
    private static bool IsLikely(in NumberGroups groups, int count, bool hasBracket)
    {
        var digits = groups.Sum(0, count);
        var first = groups.Digits(0);
        if (first.StartsWith("00"))
            return first is not ['0', '0', '0', ..] && count > 1 && digits >= 10 && IsCountry(groups, count, 2);
        if (hasBracket && count > 1 && groups.Separator(0)[0] == ')')
            return digits is >= 8 and <= 13
                && groups.Length(0) is >= 2 and <= 5
                && !Dates.IsYear(groups.Value(0))
                && AreWhole(groups, 1, count);
        if (HasNorthAmericanForm(groups, count, out _) && groups.IsSeparatedBy(0, count, ' '))
            return !AreRound(groups, count) && !IsInList(groups, count, isShort: true);
        // Two groups with a space can be a postal code and a house number.
        var hasMark = count > 2 || (count == 2 && groups.Separator(0) is not [' ']);
        return (first is ['0', _, ..] && count > 1 && hasMark && digits is >= 9 and <= 12 && AreWhole(groups, 0, count))
            || IsGrouped(groups, count, hasBracket);
    }

    private static bool IsCountry(in NumberGroups groups, int count, int from)
    {
        Span<char> digits = stackalloc char[20];
        var length = groups.CopyDigits(0, count, digits);
        if (length < from + 3)
            return false;
        var first = digits[from] - '0';
        var two = (first * 10) + digits[from + 1] - '0';
        return first is 1 or 7 || ShortCodes.Contains(two) || LongCodes.Contains(two);
    }

    /// <summary>With a bracket or a hyphen, or with codes that can be assigned (2 to 9 first). With spaces only, it can be three numbers.
    /// </summary>
    private static bool IsNorthAmerican(in NumberGroups groups, int zone, int count, bool hasBracket)
    {
        if (hasBracket || groups.Separator(zone) is ['-'] || groups.Separator(zone + 1) is ['-'])
            return true;
        return !groups.IsSeparatedBy(0, count, ' ')
            && (zone == 1 || (groups.Digits(zone)[0] is >= '2' and <= '9' && groups.Digits(zone + 1)[0] is >= '2' and <= '9'));
    }

    private static bool AreWhole(in NumberGroups groups, int from, int count)
    {
        for (var i = from; i < count; i++)
            if (groups.Length(i) < 2)
                return false;
        return true;
    }

    private static bool CanBePhone(in NumberGroups groups, int count)
    {
        var digits = groups.Sum(0, count);
        return digits is >= 7 and <= MaxDigits + 2
            && !Dates.IsDate(groups, count)
            && !Dates.StartsWithDate(groups, count)
            && !IsAddress(groups, count);
    }

    /// <summary>Three or more groups of two to four digits with one separator. Not thousands, and not a date.</summary>
    private static bool IsGrouped(in NumberGroups groups, int count, bool hasBracket)
    {
        // An invalid social security number is no phone number, and one of North America has no further groups.
        if (
            hasBracket
            || (count > 3 && groups.HasLengths(0, 3, 3, 4))
            || groups.HasLengths(0, 3, 2, 4)
            || count is < 3 or > 5
            || groups.Sum(0, count) is < 8 or > 12
        )
            return false;
        var separator = groups.Separator(0)[0];
        var areThousands = groups.Length(0) <= 3;
        var areAlike = true;
        var pairs = 0;
        for (var i = 0; i < count; i++)
        {
            if (groups.Length(i) is < 2 or > 4)
                return false;
            areThousands &= i == 0 || groups.Length(i) == 3;
            areAlike &= groups.Length(i) == 4;
            pairs += groups.Length(i) == 2 ? 1 : 0;
        }

        if (areThousands || areAlike || separator is not (' ' or '-' or '.' or '/') || !groups.IsSeparatedBy(0, count, separator))
            return false;
        // Pairs of digits are scores or parts of a time. With spaces, other groups can be a list of numbers too.
        if (pairs == count)
            return false;
        return separator != ' ' || (pairs < 4 && !AreRound(groups, count) && !IsInList(groups, count, isShort: false));
    }

    /// <summary>Whether all groups are multiples of ten, as limits and sizes are.</summary>
    private static bool AreRound(in NumberGroups groups, int count)
    {
        for (var i = 0; i < count; i++)
            if (groups.Digits(i)[^1] != '0')
                return false;
        return true;
    }

    /// <summary>Whether further numbers follow after a space.</summary>
    /// <param name="groups">The groups of digits.</param>
    /// <param name="count">The number of groups that can be the phone number.</param>
    /// <param name="isShort">Whether one more number with at most two digits says nothing, such as that of a house.</param>
    private static bool IsInList(in NumberGroups groups, int count, bool isShort) =>
        groups.Count > count
        && groups.Separator(count - 1) is [' ']
        && !(isShort && groups.Length(count) <= 2 && (groups.Count == count + 1 || groups.Separator(count) is not [' ']));

    private static HashSet<int> Codes(string codes) => [.. codes.Split(' ').Select(c => int.Parse(c, provider: null))];

    private static bool IsAddress(in NumberGroups groups, int count) =>
        count == 4
        && groups.IsSeparatedBy(0, 4, '.')
        && groups.Value(0) is >= 0 and <= 255
        && groups.Value(3) is >= 0 and <= 255
        && groups.Length(1) <= 3
        && groups.Length(2) <= 3;
}
