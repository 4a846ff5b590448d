using System.Text.RegularExpressions;

namespace TriageConsole.Features.DataHealth;

/// <summary>Whether two names mean the same model, in the notations of senders and providers.</summary>
internal static partial class ModelNames
{
    /// <summary>Suffixes that make another model of the same family: gpt-4.1-mini is not gpt-4.1.</summary>
    private static readonly HashSet<string> Variants = new(StringComparer.Ordinal)
    {
        "mini",
        "nano",
        "micro",
        "tiny",
        "small",
        "medium",
        "large",
        "xl",
        "lite",
        "light",
        "flash",
        "turbo",
        "pro",
        "plus",
        "max",
        "ultra",
        "air",
        "fast",
        "haiku",
        "sonnet",
        "opus",
        "distill",
        "codex",
        "coder",
        "vision",
        "reasoner",
        "thinking",
    };

    /// <summary>Prefixes of model names. Any other declared name can be the name of a product.</summary>
    private static readonly string[] Families =
    [
        "gpt",
        "chatgpt",
        "o1",
        "o3",
        "o4",
        "claude",
        "gemini",
        "gemma",
        "llama",
        "mistral",
        "mixtral",
        "codestral",
        "qwen",
        "deepseek",
        "grok",
        "command",
        "phi",
        "nova",
        "kimi",
        "glm",
        "yi-",
        "falcon",
        "jamba",
        "granite",
        "nemotron",
    ];

    /// <summary>The parts of a declared name: <c>agent+model</c> and <c>provider/model</c> contain several names.</summary>
    public static IEnumerable<string> Split(string? declared) => declared?.Split('+', '/').Where(p => p.Length > 0) ?? [];

    public static bool LooksLikeModel(string name) => Families.Any(f => Plain(name).StartsWith(f, StringComparison.Ordinal));

    /// <summary>
    /// Equal without provider, region and date, or one name extends the other by a suffix that is not a model: a date, a size, a fine-tune.
    /// A smaller or larger variant or a minor version is another model.
    /// </summary>
    public static bool Same(string a, string b)
    {
        var (shorter, longer) = (Plain(a), Plain(b));
        if (shorter.Length > longer.Length)
            (shorter, longer) = (longer, shorter);
        if (shorter.Length == 0 || !longer.StartsWith(shorter, StringComparison.Ordinal))
            return false;
        var rest = longer[shorter.Length..];
        if (rest.Length == 0)
            return true;
        if (rest[0] is not ('-' or ':' or '@' or '_' or ' '))
            return false;
        var tokens = rest.Split(['-', ':', '@', '_', ' ', '.'], StringSplitOptions.RemoveEmptyEntries);
        return tokens.Length > 0
            && !(tokens[0].Length <= 2 && tokens[0].All(char.IsAsciiDigit))
            && !Array.Exists(tokens, Variants.Contains);
    }

    /// <summary>
    /// azure/gpt-4o-2024-11-20 → gpt-4o; ft:gpt-4.1-2025-04-14:acme::x → gpt-4.1; us.anthropic.claude-sonnet-4-5-20250929-v1:0 →
    /// claude-sonnet-4-5.
    /// </summary>
    private static string Plain(string name)
    {
        var plain = name.Trim().ToLowerInvariant();
        plain = plain[(plain.LastIndexOf('/') + 1)..];
        if (plain.StartsWith("ft:", StringComparison.Ordinal))
            plain = plain[3..].Split(':')[0];
        return Suffix().Replace(Region().Replace(plain, ""), "");
    }

    [GeneratedRegex(@"^([a-z]+\.)+(?=[a-z])")]
    private static partial Regex Region();

    [GeneratedRegex(@"([-@:](latest|\d{8}|\d{4}-\d{2}-\d{2}|\d{4}|\d{6}|v\d+))*(:\d+)?$")]
    private static partial Regex Suffix();
}
