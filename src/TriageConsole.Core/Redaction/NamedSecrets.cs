using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Values after a word such as "password" or "api_key": a password in any form, a key only if it looks random. Also credentials in URLs.
/// </summary>
internal static class NamedSecrets
{
    private static readonly SearchValues<char> HostEnds = SearchValues.Create(" /?#\"'\n<>\\");

    private const int LeastPassword = 6;
    private const int LeastKey = 16;
    private const int MaxChars = 100_000;
    private const int LongValue = 100;

    /// <summary>Bits per character. English words have less than 3 in such a short text; random hexadecimal digits have nearly 4.</summary>
    private const double LeastEntropy = 3;

    private static readonly string[] Passwords = ["password", "passwd", "passwort", "pwd", "passphrase"];

    private static readonly string[] Keys =
    [
        "api_key",
        "apikey",
        "api-key",
        "api key",
        "secret",
        "token",
        "authorization",
        "bearer",
        "credential",
        "private_key",
        "accountkey",
        "access_key",
        "accesskey",
        "signature",
        "sig=",
        "cookie",
    ];

    private static readonly SearchValues<string> Words = SearchValues.Create([.. Passwords, .. Keys], StringComparison.OrdinalIgnoreCase);

    public static void Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name, List<Finding> found)
    {
        if (name.Length > 0 && IsNamed(name, out var isPassword) && IsSecret(text.Trim(), isPassword))
            found.Add(new Finding(PersonalDataKinds.Secret, 0, text.Length));
        for (var at = 0; text[at..].IndexOfAny(Words) is var next and >= 0; )
        {
            at += next;
            var word = text[at..Math.Min(text.Length, at + 16)];
            at += Length(word, out isPassword);
            var (start, end) = Value(text, at, isPassword);
            var isSecret = start >= 0 && IsSecret(text[start..end], isPassword);
            if (isSecret)
                found.Add(new Finding(PersonalDataKinds.Secret, start, end - start));
            // A long value is read once, so that the time stays linear.
            if (isSecret || end - at > LongValue)
                at = end;
        }

        for (var at = 0; text[at..].IndexOf("://") is var next and >= 0; )
        {
            at += next + 3;
            var end = text[at..Math.Min(text.Length, at + 300)].IndexOfAny(HostEnds);
            var host = end < 0 ? text[at..Math.Min(text.Length, at + 300)] : text.Slice(at, end);
            var mark = host.LastIndexOf('@');
            if (mark > 0 && host[..mark].IndexOf(':') is var colon and > 0 && mark - colon > 1)
                found.Add(new Finding(PersonalDataKinds.Secret, at, mark));
        }
    }

    private static bool IsNamed(ReadOnlySpan<char> name, out bool isPassword)
    {
        var at = name.IndexOfAny(Words);
        isPassword = false;
        if (at < 0)
            return false;
        var length = Length(name[at..], out isPassword);
        // "output_tokens" and "token_count" are numbers.
        return at + length == name.Length || !char.IsAsciiLetterLower(name[at + length]);
    }

    private static int Length(ReadOnlySpan<char> word, out bool isPassword)
    {
        foreach (var p in Passwords)
            if (word.StartsWith(p, StringComparison.OrdinalIgnoreCase))
            {
                isPassword = true;
                return p.Length;
            }

        isPassword = false;
        foreach (var k in Keys)
            if (word.StartsWith(k, StringComparison.OrdinalIgnoreCase))
                return k.Length;
        return 1;
    }

    /// <summary>
    /// The value after the word: after a colon, an equals sign or "is", with or without quotation marks. The start is −1 if there is none.
    /// </summary>
    private static (int Start, int End) Value(ReadOnlySpan<char> text, int at, bool isPassword)
    {
        var start = at;
        var hasMark = start > 0 && text[start - 1] == '=';
        // The rest of a name: "token_2", "secretAccessKey".
        while (start < text.Length && start - at < 24 && (char.IsAsciiLetterOrDigit(text[start]) || text[start] is '_'))
            start++;
        for (var from = start; start < text.Length && start - from < 8; start++)
        {
            if (text[start] is ':' or '=' or '>')
                hasMark = true;
            else if (text[start] is not (' ' or '"' or '\'' or '\\' or '`' or '-'))
                break;
        }

        if (!hasMark && text[start..].StartsWith("is ", StringComparison.OrdinalIgnoreCase))
            (start, hasMark) = (start + 3, true);
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "Token "])
            if (text[start..].StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                start += scheme.Length;
        while (start < text.Length && text[start] is '"' or '\'' or '\\' or '`')
            start++;
        var end = start;
        while (end < text.Length && end - start < MaxChars && !IsEnd(text[end]))
            end++;
        while (end > start && text[end - 1] is '.' or ',' or ')' or '!' or '?')
            end--;
        return hasMark || !isPassword ? (start, end) : (-1, at);
    }

    private static bool IsEnd(char c) =>
        char.IsWhiteSpace(c) || c is '"' or '\'' or '`' or '<' or '>' or ',' or ';' or '&' or '\\' or '}' or ']';

    private static bool IsSecret(ReadOnlySpan<char> value, bool isPassword)
    {
        if (value.Length < (isPassword ? LeastPassword : LeastKey) || value[0] is '[' or '<' or '{' or '*' || value.IndexOf(' ') >= 0)
            return false;
        var (digits, lower, upper, marks) = (0, 0, 0, 0);
        foreach (var c in value)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            marks += char.IsAsciiLetterOrDigit(c) ? 0 : 1;
        }

        if (isPassword)
            return lower + upper > 0 && (digits > 0 || marks > 0 || (lower > 1 && upper > 1)) && value.IndexOf("://") < 0;
        return digits > 0 && lower + upper > 0 && marks < value.Length / 3 && value.IndexOf("://") < 0 && Entropy(value) >= LeastEntropy;
    }

    /// <summary>Shannon entropy of the characters, in bits per character.</summary>
    internal static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var c in value)
            counts[c < 128 ? c : 127]++;
        var entropy = 0.0;
        foreach (var count in counts)
            if (count > 0)
                entropy -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        return entropy;
    }
}
