namespace TriageConsole.Components.Charts;

/// <summary>Makes untrusted text safe for plotly.js.</summary>
internal static class ChartText
{
    /// <summary>Escapes text. plotly.js interprets some HTML tags, including links.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");

    public static string Shorten(string text, int maxLength) =>
        text.Length <= maxLength ? text : string.Concat(text.AsSpan(0, maxLength - 1).TrimEnd(), "…");

    /// <summary>The text at the pointer. Its only tag is the line break.</summary>
    public static string Hover(ChartSeries series, ChartPoint point, ChartAxis y, bool named)
    {
        if (ChartMapping.Drawn(point.Y) is not { } value)
            return "";
        var name = named ? Escape(Shorten(series.Name, 60)) + ": " : "";
        var text = point.Text is { Length: > 0 } more ? "<br>" + Escape(Shorten(more, 120)) : "";
        var written = y.Format(value, ChartMapping.Drawn(point.Low), ChartMapping.Drawn(point.High));
        return $"{Escape(point.X.ToString())}<br>{name}{Escape(written)}" + $"{(series.IsEstimated ? ", estimated" : "")}{text}";
    }

    /// <summary>Returns the link if it points into the app: a path without scheme and host. Otherwise null.</summary>
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
