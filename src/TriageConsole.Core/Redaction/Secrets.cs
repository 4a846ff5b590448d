using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Access tokens, keys and passwords: tokens of known issuers, blocks of PEM, values after a word such as "password" or "api_key", and
/// credentials in URLs. A key without a known form counts only after such a word, and if it looks random.
/// </summary>
internal static class Secrets
{
    private static readonly SearchValues<char> HostEnds = SearchValues.Create(" /?#\"\n");

    private const int LeastPassword = 6;
    private const int LeastKey = 16;
    private const int MaxChars = 100_000;
    private const int LongValue = 100;

    /// <summary>How far before a key its word is searched.</summary>
    private const int MaxBefore = 48;

    /// <summary>Bits per character. English words have less than 3 in such a short text; random hexadecimal digits have nearly 4.</summary>
    private const double LeastEntropy = 3;

    private static readonly SearchValues<string> Passwords = SearchValues.Create(
        ["passw", "passphrase", "pwd"],
        StringComparison.OrdinalIgnoreCase
    );

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
        "cookie",
    ];

    private static readonly SearchValues<string> KeyWords = SearchValues.Create(Keys, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds passwords and blocks of PEM, and a value whose property is named as a secret.</summary>
    public static void Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name, List<DataFinding> found)
    {
        if (name.Length > 0 && IsNamed(text.Trim(), name))
            found.Add(new DataFinding(PersonalDataKinds.Secret, 0, text.Length));
        for (var at = 0; text[at..].IndexOfAny(Passwords) is var next and >= 0; )
        {
            at += next + 3;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
                at++;
            var (start, end) = Value(text, at);
            var isSecret = start >= 0 && IsSecret(text[start..end], isPassword: true);
            if (isSecret)
                found.Add(new DataFinding(PersonalDataKinds.Secret, start, end - start));
            // A long value is read once, so that the time stays linear.
            if (isSecret || end - at > LongValue)
                at = end;
        }

        for (var at = 0; text[at..].IndexOf("-----BEGIN ") is var next and >= 0; )
        {
            at += next;
            var end = KeyBlock(text, at);
            if (end > at)
                found.Add(new DataFinding(PersonalDataKinds.Secret, at, end - at));
            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>Whether a word for passwords is in the text.</summary>
    public static bool NamesPassword(ReadOnlySpan<char> text) => text.IndexOfAny(Passwords) >= 0;

    /// <summary>Finds a token or key in the run of characters around a digit. All of them have digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">Place of a digit.</param>
    /// <param name="found">Gets the finding.</param>
    /// <returns>The end of the run, which need not be examined again.</returns>
    public static int FindAround(ReadOnlySpan<char> text, int digit, List<DataFinding> found)
    {
        var (from, to) = (digit, digit + 1);
        while (to < text.Length && IsOfToken(text[to]))
            to++;
        while (from > 0 && IsOfToken(text[from - 1]))
            from--;
        if (to - from < LeastKey)
            return to;
        if (SecretPrefixes.Find(text, from, to) is var (start, end))
        {
            found.Add(new DataFinding(PersonalDataKinds.Secret, start, end - start));
            return to;
        }

        while (from < to && text[from] is '/' or '.' or '-' or '+')
            from++;
        while (to > from && text[to - 1] is '.' or '-' or '/')
            to--;
        // Most runs are ids and numbers without such a word, so it is searched before the characters are counted.
        if (IsAfterKeyWord(text, from) && IsSecret(text[from..to], isPassword: false))
        {
            while (to < text.Length && text[to] == '=')
                to++;
            found.Add(new DataFinding(PersonalDataKinds.Secret, from, to - from));
        }

        return to;
    }

    /// <summary>The credentials between "://" and this at sign; null if there are none.</summary>
    public static (int Start, int Length)? BeforeHost(ReadOnlySpan<char> text, int at)
    {
        var part = text[Math.Max(0, at - 300)..at];
        var slashes = part.LastIndexOf("://");
        if (slashes < 0)
            return null;
        var user = part[(slashes + 3)..];
        var colon = user.IndexOf(':');
        return colon > 0 && colon < user.Length - 1 && user.IndexOfAny(HostEnds) < 0 ? (at - user.Length, user.Length) : null;
    }

    private static bool IsOfToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '+';

    private static bool IsNamed(ReadOnlySpan<char> value, ReadOnlySpan<char> name)
    {
        if (value.Length is < LeastPassword or > MaxChars || value[..Math.Min(value.Length, 64)].Contains(' '))
            return false;
        if (name.IndexOfAny(Passwords) >= 0)
            return IsSecret(value, isPassword: true);
        return name.IndexOfAny(KeyWords) >= 0 && IsSecret(value, isPassword: false);
    }

    /// <summary>Whether a word for keys stands before the place, with only a colon, an equals sign or quotation marks between.</summary>
    private static bool IsAfterKeyWord(ReadOnlySpan<char> text, int from)
    {
        var before = text[Math.Max(0, from - MaxBefore)..from];
        var line = before.LastIndexOf('\n');
        before = before[(line + 1)..];
        var at = -1;
        for (var next = before.IndexOfAny(KeyWords); next >= 0; next = before[(at + 1)..].IndexOfAny(KeyWords))
            at += next + 1;
        if (at < 0)
            return false;
        var between = before[at..];
        return between.IndexOfAny(',', '.', ';') < 0
            && (
                between.IndexOfAny(':', '=') >= 0
                || between.EndsWith(" is ", StringComparison.OrdinalIgnoreCase)
                || between.StartsWith("bearer", StringComparison.OrdinalIgnoreCase)
                || between.Length < 12
            );
    }

    /// <summary>The end of a block of PEM; a block without end goes to the end of its text. −1 if it holds no key.</summary>
    private static int KeyBlock(ReadOnlySpan<char> text, int at)
    {
        var head = text[at..Math.Min(text.Length, at + 64)];
        if (head.IndexOf("KEY") < 0)
            return -1;
        var end = text[at..].IndexOf("-----END ");
        if (end < 0)
            return text.Length;
        end += at + 9;
        var close = text[end..Math.Min(text.Length, end + 64)].IndexOf("-----");
        return close < 0 ? end : end + close + 5;
    }

    /// <summary>
    /// The value after the word: after a colon, an equals sign or "is", with or without quotation marks. The start is −1 if there is none.
    /// </summary>
    private static (int Start, int End) Value(ReadOnlySpan<char> text, int at)
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
        return hasMark ? (start, end) : (-1, at);
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
