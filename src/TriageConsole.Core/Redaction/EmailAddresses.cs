namespace TriageConsole.Core.Redaction;

/// <summary>E-mail addresses, with letters of any script.</summary>
internal static class EmailAddresses
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;

    /// <summary>The address around an at sign; null if there is none.</summary>
    public static (int Start, int Length)? Find(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start <= MaxLocal && IsLocal(text[start - 1]))
            start--;
        // A text with escapes that is not JSON: in "\nanna@example.org" the n is not part of the address.
        if (start > 0 && start < at && text[start - 1] == '\\' && text[start] is 'n' or 'r' or 't' or 'b' or 'f')
            start++;
        while (start < at && text[start] is '.' or '-' or '\'' or '%')
            start++;
        if (start == at || at - start > MaxLocal || text[at - 1] == '.')
            return null;
        var end = Domain(text, at + 1);
        // "git@github.com:…" names a server, not a person.
        return end < 0 || text[start..at].SequenceEqual("git") ? null : (start, end - start);
    }

    /// <summary>The end of the domain that starts here; −1 if it is none: labels with dots, the last one of letters.</summary>
    private static int Domain(ReadOnlySpan<char> text, int from)
    {
        var (end, label, best, dots) = (from, from, -1, 0);
        for (; end < text.Length && end - from <= MaxDomain; end++)
        {
            if (text[end] == '.')
            {
                if (end == label)
                    break;
                best = Better(text, label, end, dots++, best);
                label = end + 1;
            }
            else if (!char.IsLetterOrDigit(text[end]) && text[end] != '-')
            {
                break;
            }
        }

        if (end > label)
            best = Better(text, label, end, dots, best);
        var first = text[from..Math.Max(from, best)];
        // "icon@2x.png" is a file.
        return first is [>= '1' and <= '4', 'x', '.', ..] ? -1 : best;
    }

    private static int Better(ReadOnlySpan<char> text, int label, int end, int dots, int best)
    {
        var part = text[label..end].TrimEnd('-');
        if (dots == 0 || part.Length < 2 || part[0] == '-')
            return best;
        if (part.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return label + part.Length;
        foreach (var c in part)
            if (!char.IsLetter(c))
                return best;
        return part.Length <= 24 ? label + part.Length : best;
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '\'';
}
