using System.Buffers;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Access tokens and keys of known issuers, by their beginnings. Tokens need not have digits, so all long runs of their characters are
/// searched; words of prose are skipped in steps. Each issuer has its own length and alphabet, so that names in programs are not found.
/// </summary>
internal static class SecretPrefixes
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Alphanumeric = Letters + "0123456789";
    private const string Breaks = "./+=~";

    /// <summary>A run of more characters is read once, so that the time stays linear.</summary>
    private const int LongToken = 200;

    /// <summary>No token has fewer characters with its beginning.</summary>
    private const int Shortest = 15;

    private const int AzureBefore = 3;
    private const int AzureLeast = 31;
    private const int AzureMost = 34;

    /// <summary>The characters of a run in which tokens are, and those of them after which a token can start.</summary>
    private static readonly SearchValues<char> Run = SearchValues.Create(Alphanumeric + "_-" + Breaks);

    private static readonly SearchValues<char> RunBreaks = SearchValues.Create(Breaks);

    private static readonly SearchValues<char> Plain = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create(Alphanumeric + "_-.");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Alphanumeric + "_-+/=");
    private static readonly SearchValues<char> Path = SearchValues.Create(Alphanumeric + "_-/");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> AzureSecret = SearchValues.Create(Alphanumeric + "_-.~");

    private static readonly Issued[] All =
    [
        new("sk-", 20), // OpenAI, Anthropic and others
        new("sk_live_", 16),
        new("sk_test_", 16),
        new("rk_live_", 16),
        new("rk_test_", 16),
        new("pk_live_", 16), // Stripe
        new("whsec_", 16),
        new("ghp_", 30),
        new("gho_", 30),
        new("ghu_", 30),
        new("ghs_", 30),
        new("ghr_", 30),
        new("github_pat_", 22),
        new("glpat-", 20) { Alphabet = Dotted },
        new("gldt-", 20) { Alphabet = Dotted },
        new("glrt-", 20) { Alphabet = Dotted },
        new("glptt-", 20) { Alphabet = Dotted },
        new("glcbt-", 20) { Alphabet = Dotted },
        new("glft-", 20) { Alphabet = Dotted },
        new("glagent-", 20) { Alphabet = Dotted }, // GitLab; routable tokens have points
        new("AKIA", 16) { Most = 16 },
        new("ASIA", 16) { Most = 16 },
        new("ABSK", 60) { Alphabet = Base64 }, // Amazon
        // Slack has a letter for each kind: xoxb-, xoxp-, xoxe-, xoxd- and others.
        new("xox", 12) { Alphabet = Base64 },
        new("xapp-", 10),
        new("hooks.slack.com/services/", 20) { Alphabet = Path },
        new("hooks.slack.com/workflows/", 20) { Alphabet = Path },
        new("discord.com/api/webhooks/", 40) { Alphabet = Path },
        new("eyJ", 30) { Alphabet = Dotted }, // JSON Web Token
        new("AIza", 35),
        new("ya29.", 20) { Alphabet = Dotted },
        new("AQ.", 35),
        new("1//0", 40),
        new("GOCSPX-", 20), // Google
        new("npm_", 30),
        new("pypi-", 30),
        new("hf_", 30),
        new("api_org_", 30), // Hugging Face
        new("SG.", 40) { Alphabet = Dotted },
        new("shpat_", 30),
        new("shpss_", 30),
        new("dop_v1_", 40),
        new("doo_v1_", 40),
        new("dor_v1_", 40), // DigitalOcean
        new("dckr_pat_", 20),
        new("sq0atp-", 20),
        new("sq0csp-", 20),
        new("glsa_", 30),
        new("lin_api_", 30),
        new("nvapi-", 30),
        new("gsk_", 30),
        new("pplx-", 30),
        new("xai-", 40),
        new("r8_", 30),
        new("AGE-SECRET-KEY-", 50),
        new("ntn_", 30),
        new("secret_", 40),
        new("sbp_", 30),
        new("PMAK-", 30),
        new("rubygems_", 30),
        new("figd_", 30),
        new("pat-", 30),
        new("pk-lf-", 20),
        new("dapi", 32) { Alphabet = Hex, Most = 32 }, // Databricks
        new("HRKU-", 30),
        new("hvs.", 24),
        new("hvb.", 24), // Vault
        new("ATATT3", 60) { Alphabet = Base64 },
        new("ATCTT3", 60) { Alphabet = Base64 }, // Atlassian
        new("lsv2_", 30),
        new("pcsk_", 30),
        new("tvly-", 20),
        new("tgp_v1_", 30),
        new("sig=", 40) { Alphabet = Base64, IsName = true }, // signature of an address of Azure
        new("tck_", 40),
        new("tcp_", 40), // this console
    ];

    private static readonly Issued[][] ByFirst = [.. Enumerable.Range(0, 128).Select(c => All.Where(p => p.Prefix[0] == c).ToArray())];

    /// <summary>Finds all tokens with a known beginning.</summary>
    public static void Find(ReadOnlySpan<char> text, List<DataFinding> found)
    {
        for (var at = 0; NextRun(text, ref at) is var (from, to) && from < to; )
            FindIn(text, from, to, found);
        for (var at = 0; text[at..].IndexOf("Q~") is var next and >= 0; at += 2)
        {
            at += next;
            if (Azure(text, at) is var (start, length))
                found.Add(new DataFinding(PersonalDataKinds.Secret, start, length));
        }
    }

    /// <summary>Whether a run in the text is long enough for a token.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text)
    {
        var at = 0;
        var (from, to) = NextRun(text, ref at);
        return from < to;
    }

    /// <summary>
    /// The next run that is long enough for a token; an empty one at the end of the text. A long run cannot lie between two places that are
    /// further apart than the shortest token, so most characters are not read.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place from which on runs start; it becomes the end of the run.</param>
    private static (int From, int To) NextRun(ReadOnlySpan<char> text, ref int at)
    {
        for (var place = at + Shortest - 1; place < text.Length; place = at + Shortest - 1)
        {
            if (!Run.Contains(text[place]))
            {
                at = place + 1;
                continue;
            }

            var from = place;
            while (from > at && Run.Contains(text[from - 1]))
                from--;
            var length = text[place..].IndexOfAnyExcept(Run);
            var to = at = length < 0 ? text.Length : place + length;
            if (to - from >= Shortest)
                return (from, to);
        }

        return (text.Length, text.Length);
    }

    private static void FindIn(ReadOnlySpan<char> text, int from, int to, List<DataFinding> found)
    {
        for (var at = from; at < to; )
        {
            var place = Read(text, at, out var end);
            if (place is var (start, length))
                found.Add(new DataFinding(PersonalDataKinds.Secret, start, length));
            if (place is not null || end - at > LongToken)
                at = end;
            else if (text[at..to].IndexOfAny(RunBreaks) is var next and >= 0)
                at += next + 1;
            else
                return;
        }
    }

    private static (int Start, int Length)? Read(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at + 1;
        // The beginning starts a word: "task-" contains "sk-".
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-'))
            return null;
        foreach (var token in ByFirst[text[at] & 127])
        {
            if (!text[at..].StartsWith(token.Prefix, StringComparison.Ordinal))
                continue;
            var from = at + token.Prefix.Length;
            var length = text[from..].IndexOfAnyExcept(token.Alphabet);
            var to = end = length < 0 ? text.Length : from + length;
            while (to > from && text[to - 1] is '.' or '-' or '/')
                to--;
            if (
                to - from >= token.Least
                && to - from <= token.Most
                && (to == text.Length || !char.IsAsciiLetterOrDigit(text[to]))
                && IsRandom(text[from..to], token.Prefix)
            )
                return token.IsName ? (from, to - from) : (at, to - at);
        }

        return null;
    }

    /// <summary>
    /// Words joined by hyphens are no key: "sk-learn-style-pipeline-for-text". A key without digits has small and capital letters in equal
    /// parts, which names in programs have not.
    /// </summary>
    private static bool IsRandom(ReadOnlySpan<char> rest, string prefix)
    {
        switch (prefix)
        {
            case "eyJ":
                return rest.Count('.') is 1 or 2 or 4;
            case "xox":
                return char.IsAsciiLetterLower(rest[0]) && rest[1] == '-' && rest.IndexOfAnyInRange('0', '9') >= 0;
            case "AKIA":
                return rest.IndexOfAnyInRange('a', 'z') < 0 && rest.IndexOfAny('_', '-') < 0;
            case "ASIA":
                // Sixteen capital letters after the name of the continent can be a word.
                return rest.IndexOfAnyInRange('a', 'z') < 0 && rest.IndexOfAnyInRange('0', '9') >= 0;
        }

        if (rest.IndexOfAnyInRange('0', '9') >= 0)
            return rest.IndexOfAnyExceptInRange('0', '9') >= 0;
        var (lower, upper) = (0, 0);
        foreach (var c in rest)
        {
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
        }

        return lower * 10 >= rest.Length * 3 && upper * 10 >= rest.Length * 3;
    }

    /// <summary>The secret of an application of Azure: three characters and a digit before these two, and 31 to 34 after them.</summary>
    private static (int Start, int Length)? Azure(ReadOnlySpan<char> text, int at)
    {
        var (start, end) = (at - AzureBefore - 1, at + 2);
        if (start < 0 || !char.IsAsciiDigit(text[at - 1]) || text.Slice(start, AzureBefore).IndexOfAnyExcept(AzureSecret) >= 0)
            return null;
        while (end < text.Length && end - at - 2 <= AzureMost && AzureSecret.Contains(text[end]))
            end++;
        while (end > at && text[end - 1] == '.')
            end--;
        return end - at - 2 is >= AzureLeast and <= AzureMost ? (start, end - start) : null;
    }

    /// <summary>A kind of token.</summary>
    /// <param name="Prefix">Its beginning.</param>
    /// <param name="Least">The fewest characters after it.</param>
    private sealed record Issued(string Prefix, int Least)
    {
        public int Most { get; init; } = int.MaxValue;

        public SearchValues<char> Alphabet { get; init; } = Plain;

        /// <summary>Whether the beginning is the name of a parameter, which stays.</summary>
        public bool IsName { get; init; }
    }
}
