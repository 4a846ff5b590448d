namespace TriageConsole.Components.Charts;

/// <summary>Describes a chart in one sentence for screen readers.</summary>
internal static class ChartSummary
{
    private const int MaxNamed = 4;

    public static string Of(string label, IReadOnlyList<ChartSeries> series, IReadOnlyList<ChartMark> marks, ChartAxis y)
    {
        var points = series.SelectMany(s => s.Points).Where(p => p.Y is not null).ToList();
        var (first, last) = (points.Count > 0 ? points[0].X.ToString() : "", points.Count > 0 ? points[^1].X.ToString() : "");
        var range = first == last ? $"at {first}" : $"from {first} to {last}";
        var latest = series
            .Select(s => (s.Name, Last: s.Points.LastOrDefault(p => p.Y is not null)))
            .Where(s => s.Last is not null)
            .Take(MaxNamed)
            .Select(s => series.Count > 1 ? $"{s.Name} {y.Format(s.Last!.Y!.Value)}" : y.Format(s.Last!.Y!.Value));
        var marked = marks.Count > 0 ? $" {Figures.Plural(marks.Count, "marked change", "marked changes")}." : "";
        return $"{label}: {(series.Count > 1 ? $"{series.Count} series, " : "")}{Figures.Plural(points.Count, "point", "points")} "
            + $"{range}. Last: {string.Join(", ", latest)}.{marked} The table below holds the numbers.";
    }
}
