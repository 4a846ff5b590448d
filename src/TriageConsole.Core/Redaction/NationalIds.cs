namespace TriageConsole.Core.Redaction;

/// <summary>
/// National numbers of persons with a check digit, and numbers of licences and passports after the words for them. A number that many other
/// numbers look like counts only after such a word.
/// </summary>
internal static class NationalIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string FinnishLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private const int LongestLicense = 20;

    /// <summary>The number that starts with the first of the groups; null if it is none.</summary>
    public static (int Start, int Length)? Find(NumberGroups groups, ReadOnlySpan<char> name)
    {
        var text = groups.Text;
        var start = groups.Start(0);
        if (IsPart(text, start - 1) || (start > 0 && text[start - 1] is '+' or '.' && !(start > 1 && char.IsLetter(text[start - 2]))))
            return null;
        if (
            start > 2
            && text[start - 1] == ' '
            && char.IsAsciiLetter(text[start - 2])
            && char.IsAsciiLetter(text[start - 3])
            && !IsPart(text, start - 4)
            && Insurance(text, start - 3) is { } insurance
        )
            return insurance;
        if (groups.Length(0) is >= 6 and <= 18 && Lettered(text, start, groups.End(0)) is { } lettered)
            return lettered;
        Span<char> digits = stackalloc char[18];
        for (var count = Math.Min(groups.Count, 7); count > 0; count--)
        {
            var sum = groups.Sum(0, count);
            var end = groups.End(count - 1);
            if (sum is < 7 or > 18 || IsPart(text, end) || IsDecimal(text, end))
                continue;
            groups.CopyDigits(0, count, digits);
            if (IsDistinct(groups, count, digits[..sum]))
                return (start, end - start);
            if (
                ContextWords.Before(text, start, name) == PersonalDataKinds.NationalId
                && (HasCheck(digits[..sum]) || IsLicense(text, start, name))
            )
                return (start, end - start);
        }

        return null;
    }

    /// <summary>The number with letters around the digits that start at this place: the letters before it belong to it.</summary>
    public static (int Start, int Length)? FindAfterLetters(ReadOnlySpan<char> text, int digit, ReadOnlySpan<char> name)
    {
        var start = digit;
        while (start > 0 && digit - start < 8 && char.IsAsciiLetter(text[start - 1]))
            start--;
        if (IsPart(text, start - 1))
            return null;
        var end = digit;
        while (end < text.Length && end - start < LongestLicense && char.IsAsciiLetterOrDigit(text[end]))
            end++;
        if (IsPart(text, end))
            return null;
        var part = text[start..end];
        // Spain (NIE), Singapore, United Kingdom, Italy.
        if (part.Length == 9 && part[0] is 'X' or 'Y' or 'Z' or 'x' or 'y' or 'z' && AreDigits(part[1..8]) && IsSpanish(part))
            return (start, end - start);
        if (part.Length == 9 && AreDigits(part[1..8]) && IsSingaporean(part))
            return (start, end - start);
        if (part.Length == 16 && IsItalian(part))
            return (start, end - start);
        if (digit - start == 2 && Insurance(text, start) is { } insurance)
            return insurance;
        return
            part.Length is >= 6 and <= LongestLicense
            && part.Count(IsDigit) >= 5
            && ContextWords.Before(text, start, name) == PersonalDataKinds.NationalId
            && IsLicense(text, start, name)
            ? (start, end - start)
            : null;
    }

    /// <summary>Digits with a letter at the end or in the middle: Spain (NIF), Finland.</summary>
    private static (int Start, int Length)? Lettered(ReadOnlySpan<char> text, int start, int end)
    {
        var digits = text[start..end];
        var letter = end < text.Length && text[end] == '-' ? end + 1 : end;
        if (
            digits.Length is 7 or 8
            && letter < text.Length
            && char.IsAsciiLetter(text[letter])
            && !IsPart(text, letter + 1)
            && SpanishLetters[int.Parse(digits, provider: null) % 23] == char.ToUpperInvariant(text[letter])
        )
            return (start, letter + 1 - start);
        // Finland: ddmmyy, the sign of the century, three digits, and a check character.
        if (
            digits.Length == 6
            && end + 5 <= text.Length
            && text[end] is '+' or '-' or 'A' or 'B' or 'C' or 'D' or 'E' or 'F' or 'Y' or 'X' or 'W' or 'V' or 'U' or 'a'
            && AreDigits(text.Slice(end + 1, 3))
            && !IsPart(text, end + 5)
            && CheckDigits.IsDate(digits[4..], digits[2..4], digits[..2])
            && FinnishLetters[((int.Parse(digits, provider: null) * 1000) + int.Parse(text.Slice(end + 1, 3), provider: null)) % 31]
                == char.ToUpperInvariant(text[end + 4])
        )
            return (start, end + 5 - start);
        if (
            digits.Length == 17
            && end < text.Length
            && text[end] is 'X' or 'x'
            && !IsPart(text, end + 1)
            && CheckDigits.Chinese(digits, 'X')
        )
            return (start, end + 1 - start);
        return null;
    }

    /// <summary>A form and check digits that other numbers hardly have.</summary>
    private static bool IsDistinct(in NumberGroups groups, int count, ReadOnlySpan<char> digits) =>
        (count == 1 && digits.Length == 18 && CheckDigits.Chinese(digits[..17], digits[17]))
        || (count == 4 && groups.HasLengths(0, 3, 3, 3, 2) && Separators(groups, "..-") && CheckDigits.Cpf(digits))
        || (
            count == 3
            && groups.HasLengths(0, 4, 4, 4)
            && digits[0] >= '2'
            && groups.IsSeparatedBy(0, 3, ' ')
            && CheckDigits.Verhoeff(digits)
        )
        || (count == 5 && groups.HasLengths(0, 2, 2, 2, 3, 2) && CheckDigits.Belgian(digits))
        || (count is 6 or 7 && digits.Length == 15 && groups.HasLengths(0, 1, 2, 2, 2, 3, 3) && CheckDigits.Nir(digits))
        || (
            count == 1
            && digits.Length == 15
            && digits[0] is '1' or '2'
            && digits[3..5] is not "00"
            && IsMonth(digits[3..5])
            && CheckDigits.Nir(digits)
        )
        || (count == 2 && groups.IsSeparatedBy(0, 2, '-') && groups.HasLengths(0, 6, 4) && CheckDigits.Swedish(digits))
        || (count == 2 && groups.IsSeparatedBy(0, 2, '-') && groups.HasLengths(0, 8, 4) && CheckDigits.Swedish(digits[2..]));

    /// <summary>The check digits of numbers whose form is not distinct.</summary>
    private static bool HasCheck(ReadOnlySpan<char> d) =>
        d.Length switch
        {
            9 => CheckDigits.Bsn(d) || PaymentCards.HasCheckDigit(d),
            10 => CheckDigits.Nhs(d) || CheckDigits.Swedish(d),
            11 => CheckDigits.GermanTax(d)
                || CheckDigits.Pesel(d)
                || CheckDigits.Cpf(d)
                || CheckDigits.Belgian(d)
                || CheckDigits.Norwegian(d),
            12 => CheckDigits.Verhoeff(d) || CheckDigits.Swedish(d[2..]),
            15 => CheckDigits.Nir(d),
            18 => CheckDigits.Chinese(d[..17], d[17]),
            _ => false,
        };

    private static bool IsMonth(ReadOnlySpan<char> digits) => int.Parse(digits, provider: null) is (>= 1 and <= 12) or (>= 20 and <= 42);

    private static bool Separators(in NumberGroups groups, ReadOnlySpan<char> marks)
    {
        for (var i = 0; i < marks.Length; i++)
            if (groups.Separator(i) is not [var only] || only != marks[i])
                return false;
        return true;
    }

    /// <summary>Whether a word for a licence or passport stands before the number; these have no common check digit.</summary>
    private static bool IsLicense(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> name)
    {
        var before = text[Math.Max(0, start - 40)..start];
        foreach (var word in (ReadOnlySpan<string>)["license", "licence", "passport", "reisepass", "ausweis"])
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase) || name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool IsSpanish(ReadOnlySpan<char> part)
    {
        Span<char> digits = stackalloc char[8];
        part[..8].CopyTo(digits);
        digits[0] = (char)('0' + (char.ToUpperInvariant(part[0]) - 'X'));
        return SpanishLetters[int.Parse(digits, provider: null) % 23] == char.ToUpperInvariant(part[8]);
    }

    private static bool IsSingaporean(ReadOnlySpan<char> part)
    {
        var first = char.ToUpperInvariant(part[0]);
        var sum = CheckDigits.Weighted(part[1..8], 2, 7, 6, 5, 4, 3, 2) + (first is 'T' or 'G' ? 4 : 0);
        return first switch
        {
            'S' or 'T' => "JZIHGFEDCBA"[sum % 11] == char.ToUpperInvariant(part[8]),
            'F' or 'G' => "XWUTRQPNMLK"[sum % 11] == char.ToUpperInvariant(part[8]),
            _ => false,
        };
    }

    /// <summary>Italy: codice fiscale, with its check letter (Decreto ministeriale 23 December 1976).</summary>
    private static bool IsItalian(ReadOnlySpan<char> part)
    {
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var c = char.ToUpperInvariant(part[i]);
            // Digits can be written as letters (omocodia), but the first six are always letters.
            if (i < 6 && !char.IsAsciiLetter(c))
                return false;
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }

        return char.IsAsciiLetter(part[8]) && char.ToUpperInvariant(part[15]) == 'A' + (sum % 26);
    }

    /// <summary>
    /// United Kingdom: national insurance number, such as QQ 12 34 56 C. It has no check digit but rules for its letters.
    /// </summary>
    private static (int Start, int Length)? Insurance(ReadOnlySpan<char> text, int start)
    {
        Span<char> plain = stackalloc char[9];
        var (count, end) = (0, start);
        for (; count < 9 && end < text.Length && end - start < 13; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end]))
                plain[count++] = char.ToUpperInvariant(text[end]);
            else if (text[end] != ' ' || count is not (2 or 4 or 6 or 8))
                return null;
        }

        return
            count == 9
            && !IsPart(text, end)
            && AreDigits(plain[2..8])
            && plain[8] is >= 'A' and <= 'D'
            && !"DFIQUV".Contains(plain[0], StringComparison.Ordinal)
            && !"DFIOQUV".Contains(plain[1], StringComparison.Ordinal)
            && plain[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ")
            ? (start, end - start)
            : null;
    }

    private static bool AreDigits(ReadOnlySpan<char> part) => part.IndexOfAnyExceptInRange('0', '9') < 0;

    private static int Count(this ReadOnlySpan<char> part, Func<char, bool> which)
    {
        var count = 0;
        foreach (var c in part)
            count += which(c) ? 1 : 0;
        return count;
    }

    private static bool IsDigit(char c) => char.IsAsciiDigit(c);

    private static bool IsDecimal(ReadOnlySpan<char> text, int end) =>
        end + 1 < text.Length && text[end] is '.' or ',' && char.IsAsciiDigit(text[end + 1]);

    private static bool IsPart(ReadOnlySpan<char> text, int at) =>
        at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
