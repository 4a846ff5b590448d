namespace TriageConsole.Components.Charts;

/// <summary>Moves the times of a chart to the clock of a time zone.</summary>
internal static class ChartZone
{
    /// <summary>
    /// Whether the points are sums of days in UTC, as outcomes and trends are stored. Their chart keeps UTC: in another zone, such a day
    /// would begin at an odd hour.
    /// </summary>
    public static bool HasDaysOfUtc(IReadOnlyList<ChartSeries> series) =>
        series.SelectMany(s => s.Points).All(p => p.X.Time is not { } time || time.UtcDateTime.TimeOfDay == TimeSpan.Zero);

    public static IReadOnlyList<ChartSeries> In(IReadOnlyList<ChartSeries> series, TimeZoneInfo zone) =>
        [.. series.Select(s => s with { Points = [.. s.Points.Select(p => p with { X = p.X.In(zone) })] })];

    public static IReadOnlyList<ChartMark> In(IReadOnlyList<ChartMark> marks, TimeZoneInfo zone) =>
        [.. marks.Select(m => m with { X = m.X.In(zone) })];

    public static ChartAxis In(ChartAxis axis, TimeZoneInfo zone) => axis with { Min = axis.Min?.In(zone), Max = axis.Max?.In(zone) };
}
