namespace TriageConsole.Core.Redaction;

/// <summary>URLs with a scheme or with <c>www.</c>, and plain domain names under common top-level domains.</summary>
internal static class WebAddresses
{
    private const int MaxChars = 2048;

    private static readonly HashSet<string> TopLevels = new(
        (
            "com org net edu gov mil int info biz io co ai app dev me tv us uk de fr it es nl be at ch se no dk "
            + "fi pl cz sk hu ro bg gr pt ie "
            + "is lt lv ee si hr rs ru ua by tr il in cn jp kr tw hk sg my th vn id ph au nz ca mx br ar cl pe za ng ke eg ma eu cy lu"
        ).Split(' '),
        StringComparer.Ordinal
    );

    public static void Find(ReadOnlySpan<char> text, List<DataFinding> found)
    {
        for (var at = 0; text[at..].IndexOf("://") is var next and >= 0; )
        {
            at += next;
            var start = at;
            while (start > 0 && at - start < 12 && char.IsAsciiLetter(text[start - 1]))
                start--;
            var end = End(text, at + 3);
            if (at - start >= 2 && end > at + 4)
                found.Add(new DataFinding(PersonalDataKinds.Url, start, end - start));
            at = Math.Max(end, at + 3);
        }

        var inUrl = found.Count == 0 ? -1 : 0;
        for (var at = 0; text[at..].IndexOf('.') is var next and >= 0; )
        {
            at += next;
            while (inUrl >= 0 && inUrl < found.Count && found[inUrl].End <= at)
                inUrl++;
            var inside = inUrl >= 0 && inUrl < found.Count && found[inUrl].Start <= at;
            at = inside ? found[inUrl].End : Plain(text, at, found);
            if (at >= text.Length)
                break;
        }
    }

    /// <summary>Adds a domain name with a dot at this place. Returns where the search continues.</summary>
    private static int Plain(ReadOnlySpan<char> text, int dot, List<DataFinding> found)
    {
        var start = dot;
        while (start > 0 && dot - start < 63 && IsLabel(text[start - 1]))
            start--;
        var end = dot;
        var lastDot = dot;
        while (end < text.Length && end - dot < 200 && (IsLabel(text[end]) || text[end] == '.'))
        {
            if (text[end] == '.')
                lastDot = end;
            end++;
        }

        while (end > dot && text[end - 1] is '.' or '-')
            end--;
        if (lastDot >= end)
            lastDot = text[..end].LastIndexOf('.');
        if (start == dot || lastDot < dot || (start > 0 && text[start - 1] is '@' or '_' or '/' or '\\' or '.' or '$'))
            return Math.Max(end, dot + 1);
        if (end < text.Length && text[end] is '(' or '_' or '@')
            return end + 1;
        var top = text[(lastDot + 1)..end];
        if (!TopLevels.GetAlternateLookup<ReadOnlySpan<char>>().Contains(top) || !char.IsAsciiLetterLower(top[0]))
            return Math.Max(end, dot + 1);
        if (
            dot - start < 2
            || text[start..end].IndexOf("..") >= 0
            || char.IsAsciiDigit(text[start]) && text[start..dot].IndexOfAnyExceptInRange('0', '9') < 0
        )
            return Math.Max(end, dot + 1);
        var full = end < text.Length && text[end] is '/' or '?' or ':' ? End(text, end) : end;
        found.Add(new DataFinding(PersonalDataKinds.Url, start, full - start));
        return full;
    }

    private static int End(ReadOnlySpan<char> text, int from)
    {
        var end = from;
        while (
            end < text.Length
            && end - from < MaxChars
            && !char.IsWhiteSpace(text[end])
            && text[end] is not ('"' or '<' or '>' or '\\' or '`')
        )
            end++;
        while (end > from && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '}' or '\'' or '*')
            end--;
        return end;
    }

    private static bool IsLabel(char c) => char.IsLetterOrDigit(c) || c == '-';
}
