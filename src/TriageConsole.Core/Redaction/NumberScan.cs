namespace TriageConsole.Core.Redaction;

/// <summary>Finds the kinds that contain digits, in one pass over the digits of a text.</summary>
internal static class NumberScan
{
    /// <summary>Fewer digits, in all groups, are no number of any kind; IP addresses have four groups.</summary>
    private const int LeastDigits = 7;

    public static void Find(ReadOnlySpan<char> text, PersonalDataKinds kinds, ReadOnlySpan<char> name, List<DataFinding> found)
    {
        var (skipped, token) = (-2, 0);
        for (var at = 0; text[at..].IndexOfAnyInRange('0', '9') is var next and >= 0; )
        {
            var start = at + next;
            if (start >= token && kinds.HasFlag(PersonalDataKinds.Secret))
                token = Secrets.FindAround(text, start, found);
            if (kinds.HasFlag(PersonalDataKinds.Address) && PostalAddresses.Find(text, start) is var (from, length))
                found.Add(new DataFinding(PersonalDataKinds.Address, from, length));
            var continues = start == skipped + 1 && text[skipped] is ' ' or '-' or '.' or '/';
            at = Next(text, start, kinds, name, continues, found, out var isExplained);
            skipped = isExplained ? -2 : at;
        }
    }

    /// <summary>Examines the number that starts here, and returns where the search continues.</summary>
    private static int Next(
        ReadOnlySpan<char> text,
        int at,
        PersonalDataKinds kinds,
        ReadOnlySpan<char> name,
        bool continues,
        List<DataFinding> found,
        out bool isExplained
    )
    {
        isExplained = false;
        if (at > 0 && char.IsAsciiLetter(text[at - 1]))
        {
            var isIban = IbanNumbers.Find(text, at);
            if ((isIban ?? NationalIds.FindAfterLetters(text, at, name)) is not var (start, length))
                return EndOfWord(text, at);
            var kind = isIban is null ? PersonalDataKinds.NationalId : PersonalDataKinds.Iban;
            if (kinds.HasFlag(kind))
                found.Add(new DataFinding(kind, start, length));
            return start + length;
        }

        var groups = NumberGroups.Read(text, at);
        if (groups.Count == 1 && groups.Length(0) < LeastDigits && !IsLettered(text, groups))
            return groups.End(0);
        if (Classify(groups, kinds, name, continues) is var (found1, place))
        {
            isExplained = true;
            // A kind that is not wanted still explains the digits, so that they are not taken for another kind.
            if (kinds.HasFlag(found1))
                found.Add(new DataFinding(found1, place.Start, place.Length));
            return place.Start + place.Length;
        }

        isExplained = Dates.IsDate(groups, Math.Min(groups.Count, 3));
        return isExplained ? groups.End(2) : Skipped(text, groups);
    }

    /// <summary>Six or more digits before a letter or sign: numbers such as 123456-789A.</summary>
    private static bool IsLettered(ReadOnlySpan<char> text, in NumberGroups groups) =>
        groups.Length(0) >= 6
        && groups.End(0) < text.Length
        && (char.IsAsciiLetter(text[groups.End(0)]) || text[groups.End(0)] is '+' or '-');

    private static (PersonalDataKinds Kind, (int Start, int Length) Place)? Classify(
        NumberGroups groups,
        PersonalDataKinds kinds,
        ReadOnlySpan<char> name,
        bool continues
    )
    {
        if (IpAddresses.FindVersion4(groups, name) is { } ip)
            return (PersonalDataKinds.Ip, ip);
        var digits = groups.Sum(0, groups.Count);
        if (digits < 6)
            return null;
        if (digits >= 12 && PaymentCards.Find(groups, name) is { } card)
            return (PersonalDataKinds.Card, card);
        if (IsDecimal(groups))
            return null;
        if (digits >= 9 && UsNumbers.Find(groups, name) is { } ssn)
            return (PersonalDataKinds.UsSsn, ssn);
        if ((kinds & PersonalDataKinds.NationalId) != 0 && NationalIds.Find(groups, name) is { } id)
            return (PersonalDataKinds.NationalId, id);
        if (digits >= LeastDigits && kinds.HasFlag(PersonalDataKinds.Phone) && PhoneNumbers.Find(groups, name, continues) is { } phone)
            return (PersonalDataKinds.Phone, phone);
        return null;
    }

    /// <summary>
    /// Whether the first group is a part of a decimal number: after a decimal point. After a comma, several groups are the next value of a
    /// list, unless it is an amount such as 1,234.56.
    /// </summary>
    private static bool IsDecimal(in NumberGroups groups)
    {
        var text = groups.Text;
        var start = groups.Start(0);
        if (start < 2 || !char.IsAsciiDigit(text[start - 2]))
            return false;
        return text[start - 1] == '.'
            || (
                text[start - 1] == ','
                && (groups.Count == 1 || (groups.Separator(0) is ['.'] && (groups.Count == 2 || groups.Separator(1) is not ['.'])))
            );
    }

    /// <summary>The search continues with the next group.</summary>
    private static int Skipped(ReadOnlySpan<char> text, in NumberGroups groups)
    {
        var end = groups.End(0);
        return end < text.Length && char.IsAsciiLetter(text[end]) ? EndOfWord(text, end) : end;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            at++;
        return at;
    }
}
