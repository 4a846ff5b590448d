using System.Text.RegularExpressions;

namespace TriageConsole.Core.Patterns;

/// <summary>Decides by the kind of an error whether a retry can succeed.</summary>
public static partial class TransientError
{
    /// <summary>
    /// Whether it is a time-out, rate limit, network error or overload: by keywords, and by the status codes 408, 425, 429, 502, 503, 504
    /// and 529.
    /// </summary>
    public static bool Is(string? errorKind) => errorKind is not null && Words().IsMatch(errorKind);

    [GeneratedRegex(
        @"time[\s_-]?d?[\s_-]?out|deadline|rate[\s_-]?limit|too[\s_-]?many[\s_-]?requests|throttl|over[\s_-]?load|unavailable|temporar"
            + @"|transient|network|connect(ion)?[\s_-]?(error|reset|refused|closed|aborted|lost|failed|failure)|^connection$"
            + @"|(api|http)[\s_-]?connection|econn|socket|dns|host[\s_-]?unreachable|bad[\s_-]?gateway"
            + @"|(?<!\d)(408|425|429|502|503|504|529)(?!\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Words();
}
