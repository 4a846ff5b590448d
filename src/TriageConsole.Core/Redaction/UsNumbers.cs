namespace TriageConsole.Core.Redaction;

/// <summary>
/// Social security numbers (SSN) and individual taxpayer numbers (ITIN) of the United States. They have no check digit, so digits without
/// groups count only after a word such as "SSN".
/// </summary>
internal static class UsNumbers
{
    public static (int Start, int Length)? Find(NumberGroups groups, ReadOnlySpan<char> name)
    {
        var text = groups.Text;
        var start = groups.Start(0);
        var isGrouped = groups.HasLengths(0, 3, 2, 4);
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '+' or '-' or '.' or '/'))
            return null;
        // Between digits, a comma separates groups of thousands, unless the number has other groups.
        if (!isGrouped && start > 1 && text[start - 1] == ',' && char.IsAsciiDigit(text[start - 2]))
            return null;
        var count = isGrouped ? 3 : 1;
        if (!isGrouped && groups.Length(0) != 9)
            return null;
        var end = groups.End(count - 1);
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or '/'))
            return null;
        if (end + 1 < text.Length && (text[end] == '.' || (text[end] == ',' && !isGrouped)) && char.IsAsciiDigit(text[end + 1]))
            return null;
        Span<char> digits = stackalloc char[9];
        groups.CopyDigits(0, count, digits);
        if (!IsAssignable(digits))
            return null;
        var isMarked = isGrouped && (groups.IsSeparatedBy(0, 3, '-') || groups.IsSeparatedBy(0, 3, ' '));
        var context = ContextWords.Before(text, start, name);
        return context == PersonalDataKinds.UsSsn || (isMarked && context is not (PersonalDataKinds.Pattern or PersonalDataKinds.Phone))
            ? (start, end - start)
            : null;
    }

    /// <summary>
    /// The areas 000 and 666, the group 00 and the serial 0000 are not assigned; 9 starts an ITIN with a group of 50 to 99.
    /// </summary>
    private static bool IsAssignable(ReadOnlySpan<char> digits)
    {
        var area = int.Parse(digits[..3], provider: null);
        var group = int.Parse(digits[3..5], provider: null);
        return area is not (0 or 666) && (area < 900 || group >= 50) && group != 0 && digits[5..].IndexOfAnyExcept('0') >= 0;
    }
}
