using System.Net;

namespace TriageConsole.Core.Redaction;

/// <summary>IP addresses of version 4 and 6. Version numbers with four parts are excluded.</summary>
internal static class IpAddresses
{
    private const int LongestVersion6 = 45;

    /// <summary>Words before the number of a version or of a part of a document.</summary>
    private static readonly string[] OtherWords =
    [
        "versions",
        "v",
        "ver",
        "release",
        "build",
        "firmware",
        "driver",
        "section",
        "sections",
        "chapter",
        "clause",
        "paragraph",
    ];

    /// <summary>The address of version 4 that consists of the first four groups; null if there is none.</summary>
    /// <param name="groups">The groups of digits.</param>
    /// <param name="name">The name of the property whose value the text is.</param>
    public static (int Start, int Length)? FindVersion4(NumberGroups groups, ReadOnlySpan<char> name)
    {
        if (!IsVersion4(groups, 0))
            return null;
        var text = groups.Text;
        var (start, end) = (groups.Start(0), groups.End(3));
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.'))
            return null;
        if (start > 0 && text[start - 1] == '-' && !IsAfterVersion4(text, start - 1))
            return null;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            return null;
        // A range has an address on its other side.
        if (end < text.Length && text[end] == '-' && !(groups.Count > 4 && groups.Separator(3) is ['-'] && IsVersion4(groups, 4)))
            return null;
        if (end + 1 < text.Length && text[end] == '.' && char.IsLetterOrDigit(text[end + 1]))
            return null;
        // Addresses that name no host: unspecified, this host, broadcast.
        if (groups.Value(0) is 0 or 127 || (groups.Value(0) == 255 && groups.Value(3) == 255))
            return null;
        // Browsers send "Chrome/131.0.0.0".
        if (
            start > 1
            && text[start - 1] == '/'
            && char.IsLetter(text[start - 2])
            && groups.Value(1) + groups.Value(2) + groups.Value(3) == 0
        )
            return null;
        var word = ContextWords.Last(text[..start]);
        if (word.IsEmpty && text[..start].IndexOfAnyExcept(" v\t\"'") < 0)
            word = ContextWords.Last(name);
        return IsOtherWord(word) ? null : (start, end - start);
    }

    private static bool IsVersion4(in NumberGroups groups, int first)
    {
        if (groups.Count < first + 4 || !groups.IsSeparatedBy(first, 4, '.'))
            return false;
        for (var i = first; i < first + 4; i++)
            if (groups.Length(i) > 3 || groups.Value(i) > 255)
                return false;
        return true;
    }

    private static bool IsAfterVersion4(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < 16 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] == '.'))
            start--;
        return text[start..end].Count('.') == 3 && IPAddress.TryParse(text[start..end], out _);
    }

    /// <summary>Also words such as FileVersion and appVersion, but not "conversion".</summary>
    private static bool IsOtherWord(ReadOnlySpan<char> word)
    {
        foreach (var other in OtherWords)
            if (word.Equals(other, StringComparison.OrdinalIgnoreCase))
                return true;
        return word.EndsWith("version", StringComparison.OrdinalIgnoreCase)
            && !word.EndsWith("conversion", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The address of version 6 with a colon at this place, and where the search continues.</summary>
    public static (int Start, int Length)? FindVersion6(ReadOnlySpan<char> text, int colon, out int next)
    {
        next = colon + 1;
        var isBefore = colon > 0 && char.IsAsciiHexDigit(text[colon - 1]);
        var isDouble = colon + 1 < text.Length && text[colon + 1] == ':';
        if (!isDouble && !(isBefore && colon + 1 < text.Length && char.IsAsciiHexDigit(text[colon + 1])))
            return null;
        var start = colon;
        while (start > 0 && colon - start < 5 && char.IsAsciiHexDigit(text[start - 1]))
            start--;
        var end = colon;
        while (end < text.Length && end - start <= LongestVersion6 && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
            end++;
        // "IPv6:2001:db8::1": the digit before the first colon ends a word, and the address starts after it.
        next = start > 0 && !isDouble && IsPart(text[start - 1]) && text[start - 1] != ':' ? colon + 1 : end;
        while (end > start && text[end - 1] is '.' || (end > start + 1 && text[end - 1] == ':' && text[end - 2] != ':'))
            end--;
        if (
            (start > 0 && IsPart(text[start - 1]) && !IsAfterName(text, start))
            || (end < text.Length && IsPart(text[end]))
            || end - start is < 4 or > LongestVersion6
        )
            return null;
        var part = text[start..end];
        // At least three groups: times and "std::cout" have fewer.
        return part.Count(':') >= 3 || (isDouble && part.Length > 6 && part.IndexOfAnyInRange('0', '9') >= 0)
            ? IPAddress.TryParse(part, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? (start, end - start)
                : null
            : null;
    }

    /// <summary>Whether a colon and a name stand before the place, as in "ip:2001:db8::1". A name has other characters than the groups of
    /// an address.</summary>
    private static bool IsAfterName(ReadOnlySpan<char> text, int start)
    {
        if (text[start - 1] != ':' || start < 2 || text[start - 2] == ':')
            return false;
        if (!char.IsLetterOrDigit(text[start - 2]))
            return true;
        for (var at = start - 2; at >= 0 && start - at < 24 && (char.IsLetterOrDigit(text[at]) || text[at] == '_'); at--)
            if (!char.IsAsciiHexDigit(text[at]))
                return true;
        return false;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or ':';
}
