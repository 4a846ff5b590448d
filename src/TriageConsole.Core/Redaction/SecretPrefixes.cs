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

    private static readonly (string Prefix, int Least)[][] ByFirst =
    [
        .. Enumerable.Range(0, 128).Select(c => All.Where(p => p.Prefix[0] == c).ToArray()),
    ];

    /// <summary>The known token in a run of characters of tokens: its start and end; null if there is none.</summary>
    public static (int Start, int End)? Find(ReadOnlySpan<char> text, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            // The prefix starts a word: "task-" contains "sk-".
            if (at > from && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-') && !IsEscape(text, at))
                continue;
            foreach (var (prefix, least) in ByFirst[text[at] & 127])
                if (
                    text[at..to].StartsWith(prefix, StringComparison.Ordinal)
                    && End(text, at + prefix.Length, to, prefix) is var end
                    && end - at - prefix.Length >= least
                    && IsRandom(text[(at + prefix.Length)..end], prefix)
                )
                    return (at, end);
        }

        return null;
    }

    private static int End(ReadOnlySpan<char> text, int from, int to, string prefix)
    {
        var end = from;
        while (
            end < to
            && (
                char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' || (text[end] == '.' && prefix is "eyJ" or "SG." or "ya29.")
            )
        )
            end++;
        while (end > from && text[end - 1] is '.' or '-')
            end--;
        return end;
    }

    /// <summary>Whether the letter before belongs to an escape such as <c>\n</c>, in a text that is not JSON.</summary>
    private static bool IsEscape(ReadOnlySpan<char> text, int at) => at > 1 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't';

    /// <summary>Words joined by hyphens are no key: "sk-learn-style-pipeline-for-text".</summary>
    private static bool IsRandom(ReadOnlySpan<char> rest, string prefix) =>
        prefix == "eyJ" ? rest.Count('.') is 1 or 2 or 4
        : prefix is "AKIA" or "ASIA" ? rest.Length == 16 && rest.IndexOfAnyInRange('a', 'z') < 0
        : rest.IndexOfAnyInRange('0', '9') >= 0 && rest.IndexOfAnyExceptInRange('0', '9') >= 0;
}
