namespace TriageConsole.Core.Redaction;

/// <summary>Dates in digits, which are no number of a person.</summary>
internal static class Dates
{
    /// <summary>Whether the first three groups are a date: 2026-11-26, 26.11.2026, 11/26/26.</summary>
    public static bool IsDate(in NumberGroups groups, int count)
    {
        if (count < 3 || (count > 3 && groups.Separator(2).SequenceEqual(groups.Separator(1))))
            return false;
        if (groups.Separator(0) is not ['-' or '/' or '.' or ' '] || !groups.Separator(0).SequenceEqual(groups.Separator(1)))
            return false;
        if (groups.Length(0) == 4)
            return IsYear(groups.Value(0)) && groups.Value(1) is >= 1 and <= 12 && groups.Value(2) is >= 1 and <= 31;
        return groups.Length(0) <= 2
            && groups.Length(1) <= 2
            && groups.Length(2) is 2 or 4
            && groups.Value(0) is >= 1 and <= 31
            && groups.Value(1) is >= 1 and <= 31
            && (groups.Value(0) <= 12 || groups.Value(1) <= 12)
            && (groups.Length(2) == 2 || IsYear(groups.Value(2)));
    }

    /// <summary>Whether a date with a year of four digits is followed by further groups: 2026-11-26-14-30.</summary>
    public static bool StartsWithDate(in NumberGroups groups, int count) =>
        count > 3 && (groups.Length(0) == 4 || groups.Length(2) == 4) && IsDate(groups, 3);

    public static bool IsYear(int value) => value is >= 1900 and < 2100;
}
