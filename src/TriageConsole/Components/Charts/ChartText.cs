namespace TriageConsole.Components.Charts;

/// <summary>What keeps text of others text.</summary>
internal static class ChartText
{
    /// <summary>plotly.js reads some tags in what it draws, links among them: here none is left.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");

    public static string Shorten(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1).TrimEnd(), "…");

    /// <summary>The link, if it is one into the app: a path without a scheme and without a host.</summary>
    public static string? InApp(string? link)
    {
        if (
            string.IsNullOrEmpty(link)
            || link.Any(c => char.IsControl(c) || c == '\\')
            || link.StartsWith("//", StringComparison.Ordinal)
            || char.IsWhiteSpace(link[0])
        )
            return null;
        var path = link.AsSpan(0, link.AsSpan().IndexOfAny('/', '?', '#') is var end and >= 0 ? end : link.Length);
        return path.Contains(':') ? null : link;
    }
}
