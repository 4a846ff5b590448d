using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>The beginnings of access tokens and keys of known issuers, and the shortest length of what follows.</summary>
internal static class SecretPrefixes
{
    private static readonly (string Prefix, int Least)[] All =
    [
        ("sk-", 20), // OpenAI, Anthropic and others
        ("sk_live_", 16),
        ("sk_test_", 16),
        ("rk_live_", 16),
        ("pk_live_", 16), // Stripe
        ("whsec_", 16),
        ("ghp_", 30),
        ("gho_", 30),
        ("ghu_", 30),
        ("ghs_", 30),
        ("ghr_", 30),
        ("github_pat_", 22),
        ("glpat-", 20),
        ("AKIA", 16),
        ("ASIA", 16), // Amazon
        ("xoxb-", 10),
        ("xoxp-", 10),
        ("xoxa-", 10),
        ("xoxr-", 10),
        ("xoxs-", 10),
        ("xapp-", 10), // Slack
        ("eyJ", 30), // JSON Web Token
        ("AIza", 35),
        ("ya29.", 20),
        ("GOCSPX-", 20), // Google
        ("npm_", 30),
        ("pypi-", 30),
        ("hf_", 30),
        ("SG.", 40),
        ("shpat_", 30),
        ("shpss_", 30),
        ("dop_v1_", 40),
        ("dckr_pat_", 20),
        ("sq0atp-", 20),
        ("sq0csp-", 20),
        ("glsa_", 30),
        ("lin_api_", 30),
        ("nvapi-", 30),
        ("gsk_", 30),
        ("pplx-", 30),
        ("xai-", 40),
        ("r8_", 30),
        ("AGE-SECRET-KEY-", 50),
        ("ntn_", 30),
        ("secret_", 40),
        ("sbp_", 30),
        ("PMAK-", 30),
        ("rubygems_", 30),
        ("figd_", 30),
        ("pat-", 30),
        ("pk-lf-", 20),
    ];

    private static readonly SearchValues<string> Beginnings = SearchValues.Create(
        [.. All.Select(p => p.Prefix), "-----BEGIN "],
        StringComparison.Ordinal
    );

    public static void Find(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var at = 0; text[at..].IndexOfAny(Beginnings) is var next and >= 0; )
        {
            at += next;
            var skip = at + 1;
            var end = text[at] == '-' ? KeyBlock(text, at) : Token(text, at, ref skip);
            if (end > at)
                found.Add(new Finding(PersonalDataKinds.Secret, at, end - at));
            at = Math.Max(end, skip);
        }
    }

    /// <summary>The end of the token; −1 if it is none. Then the search continues after what was read, so that the time stays linear.</summary>
    private static int Token(ReadOnlySpan<char> text, int at, ref int skip)
    {
        // The prefix starts a word: "task-" contains "sk-".
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-') && !IsEscape(text, at))
            return -1;
        foreach (var (prefix, least) in All)
        {
            if (!text[at..].StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var from = at + prefix.Length;
            var end = from;
            while (end < text.Length && IsOfToken(text[end], prefix))
                end++;
            while (end > from && text[end - 1] is '.' or '-')
                end--;
            var rest = text[from..end];
            skip = Math.Max(skip, end);
            if (rest.Length >= least && IsRandom(rest, prefix))
                return end;
        }

        return -1;
    }

    /// <summary>Whether the letter before belongs to an escape such as <c>\n</c>, in a text that is not JSON.</summary>
    private static bool IsEscape(ReadOnlySpan<char> text, int at) => at > 1 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't';

    private static bool IsOfToken(char c, string prefix) =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || (c == '.' && prefix is "eyJ" or "SG." or "ya29.");

    /// <summary>Words joined by hyphens are no key: "sk-learn-style-pipeline-for-text".</summary>
    private static bool IsRandom(ReadOnlySpan<char> rest, string prefix) =>
        prefix == "eyJ" ? rest.Count('.') is 1 or 2 or 4
        : prefix is "AKIA" or "ASIA" ? rest.Length == 16 && rest.IndexOfAnyInRange('a', 'z') < 0
        : rest.IndexOfAnyInRange('0', '9') >= 0 && rest.IndexOfAnyExceptInRange('0', '9') >= 0;

    /// <summary>The end of a block of PEM; a block without end goes to the end of its text.</summary>
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
}
