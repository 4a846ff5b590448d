using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>Words before a key or token, such as "api_key". Counts of tokens of a model are no secrets.</summary>
internal static class KeyWords
{
    /// <summary>How far before a key its word is searched.</summary>
    private const int MaxBefore = 48;

    /// <summary>Further words between the word and its colon: "API key for production: …".</summary>
    private const int MaxWords = 2;

    private const string Token = "token";

    private static readonly string[] Words =
    [
        "api_key",
        "apikey",
        "api-key",
        "api key",
        "secret",
        Token,
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

    private static readonly SearchValues<string> Any = SearchValues.Create(Words, StringComparison.OrdinalIgnoreCase);

    /// <summary>What can stand between a word and its value next to one colon or equals sign.</summary>
    private static readonly SearchValues<char> Quotes = SearchValues.Create(" \t\"'`\\*([{-");

    /// <summary>Whether a property with this name has a key as its value.</summary>
    public static bool Names(ReadOnlySpan<char> name) => Last(name) >= 0;

    /// <summary>
    /// Whether a word for keys stands before the place. Between them is only the rest of its name, one colon, equals sign or "is", and
    /// quotation marks or the scheme of a header. Another value in between has the word for itself.
    /// </summary>
    public static bool AreBefore(ReadOnlySpan<char> text, int from)
    {
        var before = text[Math.Max(0, from - MaxBefore)..from];
        before = before[(before.LastIndexOf('\n') + 1)..];
        var at = Last(before);
        return at >= 0 && Leads(before[at..]);
    }

    /// <summary>The place of the last word for a key; −1 if there is none.</summary>
    private static int Last(ReadOnlySpan<char> text)
    {
        var last = -1;
        for (var at = 0; text[at..].IndexOfAny(Any) is var next and >= 0; at++)
        {
            at += next;
            if (!IsOfModel(text[at..]))
                last = at;
        }

        return last;
    }

    /// <summary>Tokens, tokenizer, tokenize, but not <c>tokenSecret</c>.</summary>
    private static bool IsOfModel(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Token, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = text[Token.Length..];
        return rest is ['s', ..]
            || (rest is ['S', ..] && char.IsUpper(text[Token.Length - 1]))
            || rest.StartsWith("iz", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("is", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Leads(ReadOnlySpan<char> between)
    {
        foreach (var word in Words)
            if (between.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                between = between[word.Length..];
                break;
            }

        while (between is [var c, ..] && (char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            between = between[1..];
        var mark = between.IndexOfAny(":=>|");
        if (mark >= 0)
            return IsName(between[..mark]) && IsOpening(between[(mark + 1)..].TrimStart("=>:|"));
        var verb = between.IndexOf(" is ", StringComparison.OrdinalIgnoreCase);
        return verb >= 0 ? IsName(between[..verb]) && IsOpening(between[(verb + 4)..]) : IsOpening(between);
    }

    /// <summary>Whether it is the rest of a name: at most two words without digits.</summary>
    private static bool IsName(ReadOnlySpan<char> text)
    {
        var (words, isWord) = (0, false);
        foreach (var c in text)
        {
            var isLetter = char.IsLetter(c) || c is '_' or '-';
            if (!isLetter && !Quotes.Contains(c) && c is not (')' or ']' or '}'))
                return false;
            words += isLetter && !isWord ? 1 : 0;
            isWord = isLetter;
        }

        return words <= MaxWords;
    }

    /// <summary>Whether a value starts after it: quotation marks, the scheme of a header, a name of a cookie or the type of a variable.
    /// </summary>
    private static bool IsOpening(ReadOnlySpan<char> text)
    {
        text = Unquoted(text);
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "Token "])
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                text = text[scheme.Length..];
        text = Unquoted(text);
        var name = 0;
        while (name < text.Length && (char.IsAsciiLetter(text[name]) || text[name] is '_' or '-'))
            name++;
        return text.IsEmpty || (name > 0 && text[name..].TrimStart(' ') is ['=', .. var rest] && Unquoted(rest).IsEmpty);
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(Quotes) is var at and >= 0 ? text[at..] : [];
}
