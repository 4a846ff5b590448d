using System.Buffers;
using System.Buffers.Text;

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

    /// <summary>Bits per character. English words have less than 3 in such a short text; random hexadecimal digits have nearly 4.</summary>
    private const double LeastEntropy = 3;

    private static readonly SearchValues<string> Passwords = SearchValues.Create(
        ["passw", "passphrase", "pwd"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Names of properties whose value is a password also without letters.</summary>
    private static readonly string[] PasswordNames = ["password", "passwd", "pwd"];

    private const int TelegramLength = 35;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Finds passwords, blocks of PEM, tokens of known issuers, and a value whose property is named as a secret.</summary>
    public static void Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name, List<DataFinding> found)
    {
        if (name.Length > 0 && IsNamed(text.Trim(), name))
            found.Add(new DataFinding(PersonalDataKinds.Secret, 0, text.Length));
        SecretPrefixes.Find(text, found);
        for (var at = 0; text[at..].IndexOfAny(Passwords) is var next and >= 0; )
        {
            var word = at + next;
            at = word + 3;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
                at++;
            var (start, end) = Value(text, at);
            var isSecret =
                start >= 0 && (IsSecret(text[start..end], isPassword: true) || (IsQuotedName(text, word, at) && IsCode(text[start..end])));
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

    /// <summary>Whether a word for passwords or a run of characters as long as a token is in the text.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => SecretPrefixes.MayBeIn(text) || text.IndexOfAny(Passwords) >= 0;

    /// <summary>Finds a token or key without a known beginning in the run of characters around a digit. All of them have digits.</summary>
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
        if (Telegram(text, from, to) is var (bot, length))
        {
            found.Add(new DataFinding(PersonalDataKinds.Secret, bot, length));
            return bot + length;
        }

        if (to - from < LeastKey)
            return to;
        while (from < to && text[from] is '/' or '.' or '-' or '+')
            from++;
        while (to > from && text[to - 1] is '.' or '-' or '/')
            to--;
        // Most runs are ids and numbers without such a word, so it is searched before the characters are counted.
        if (IsIssued(text[from..to]) || (KeyWords.AreBefore(text, from) && IsSecret(text[from..to], isPassword: false)))
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
            return IsSecret(value, isPassword: true) || (IsPasswordName(name) && IsCode(value));
        return KeyWords.Names(name) && IsSecret(value, isPassword: false);
    }

    private static bool IsPasswordName(ReadOnlySpan<char> name)
    {
        foreach (var known in PasswordNames)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>Whether the word is the name of a property, in a text that is not valid JSON.</summary>
    private static bool IsQuotedName(ReadOnlySpan<char> text, int start, int end) =>
        start > 0
        && end < text.Length
        && text[start - 1] is '"' or '\''
        && text[end] is '"' or '\'' or '\\'
        && IsPasswordName(text[start..end]);

    /// <summary>A password of digits only. Elsewhere such a number is a count or a time.</summary>
    private static bool IsCode(ReadOnlySpan<char> value) => value.Length >= LeastPassword && value.IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The token of a Telegram bot: its number, which ends the run of characters, a colon and 35 characters.</summary>
    private static (int Start, int Length)? Telegram(ReadOnlySpan<char> text, int from, int to)
    {
        if (to + 1 + TelegramLength > text.Length || text[to] != ':')
            return null;
        var start = to;
        while (start > from && to - start <= 10 && char.IsAsciiDigit(text[start - 1]))
            start--;
        var end = to + 1 + TelegramLength;
        var token = text[(to + 1)..end];
        foreach (var c in token)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return null;
        var isWhole = end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-');
        return to - start is >= 8 and <= 10 && isWhole && token.IndexOfAnyInRange('a', 'z') >= 0 && token.IndexOfAnyInRange('A', 'Z') >= 0
            ? (start, end - start)
            : null;
    }

    /// <summary>Keys of Twilio, and tokens of Discord: the id of the bot in base64, a time and a signature.</summary>
    private static bool IsIssued(ReadOnlySpan<char> run)
    {
        if (run is ['S', 'K', .. { Length: 32 } hex])
            return hex.IndexOfAnyExcept(Hex) < 0;
        if (run.Length < 57 || run[0] is not ('M' or 'N' or 'O') || run.IndexOf('.') is not (>= 23 and <= 28 and var first))
            return false;
        var rest = run[(first + 1)..];
        var second = rest.IndexOf('.');
        if (second is < 6 or > 7 || rest.Length - second - 1 is < 27 or > 40 || run.IndexOfAny('/', '+') >= 0)
            return false;
        Span<byte> id = stackalloc byte[24];
        return Base64Url.TryDecodeFromChars(run[..first], id, out var length)
            && id[..length].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
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
        hasMark |= Skip(text, ref start);
        // "The password is: …".
        if (!hasMark && text[start..].StartsWith("is", StringComparison.OrdinalIgnoreCase) && start + 2 < text.Length)
        {
            hasMark = text[start + 2] is ' ' or ':' or '=';
            start += 2;
            Skip(text, ref start);
        }

        if (!hasMark)
            return (-1, at);
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
        while (end > start && start > 0 && text[start - 1] == '*' && text[end - 1] == '*')
            end--;
        return (start, end);
    }

    /// <summary>
    /// Skips what can stand between a word and its value, with the asterisks of emphasis. More than three in a row hide a value.
    /// </summary>
    /// <returns>Whether a colon or an equals sign was among it.</returns>
    private static bool Skip(ReadOnlySpan<char> text, ref int at)
    {
        var (from, hasMark) = (at, false);
        for (; at < text.Length && at - from < 10; at++)
        {
            if (text[at] is ':' or '=' or '>')
                hasMark = true;
            else if (text[at..] is ['*', ..] && !text[at..].StartsWith("****"))
                while (at + 1 < text.Length && text[at + 1] == '*')
                    at++;
            else if (text[at] is not (' ' or '"' or '\'' or '\\' or '`' or '-'))
                break;
        }

        return hasMark;
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
