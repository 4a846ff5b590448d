using System.Net;

namespace TriageConsole.Core.Redaction;

/// <summary>IP addresses of version 4 and 6. Version numbers with four parts are excluded.</summary>
internal static class IpAddresses
{
    private const int LongestVersion6 = 45;

    /// <summary>The address of version 4 that consists of the first four groups; null if there is none.</summary>
    public static (int Start, int Length)? FindVersion4(NumberGroups groups)
    {
        if (groups.Count < 4 || !groups.IsSeparatedBy(0, 4, '.'))
            return null;
        for (var i = 0; i < 4; i++)
            if (groups.Length(i) > 3 || groups.Value(i) > 255)
                return null;
        var text = groups.Text;
        var (start, end) = (groups.Start(0), groups.End(3));
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' or '-'))
            return null;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-'))
            return null;
        if (end + 1 < text.Length && text[end] == '.' && char.IsLetterOrDigit(text[end + 1]))
            return null;
        // Addresses that name no host: unspecified, this host, broadcast.
        if (groups.Value(0) is 0 or 127 || (groups.Value(0) == 255 && groups.Value(3) == 255))
            return null;
        return ContextWords.EndsWith(text, start, ["version", "v", "ver", "release", "build", "firmware", "driver"])
            ? null
            : (start, end - start);
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
        next = end;
        while (end > start && text[end - 1] is '.' || (end > start + 1 && text[end - 1] == ':' && text[end - 2] != ':'))
            end--;
        if ((start > 0 && IsPart(text[start - 1])) || (end < text.Length && IsPart(text[end])) || end - start is < 4 or > LongestVersion6)
            return null;
        var part = text[start..end];
        // At least three groups: times and "std::cout" have fewer.
        return part.Count(':') >= 3 || (isDouble && part.Length > 6 && part.IndexOfAnyInRange('0', '9') >= 0)
            ? IPAddress.TryParse(part, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? (start, end - start)
                : null
            : null;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or ':';
}
