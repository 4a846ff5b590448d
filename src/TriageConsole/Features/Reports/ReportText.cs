using System.Globalization;
using TriageConsole.Components.Charts;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;

namespace TriageConsole.Features.Reports;

/// <summary>The figures and words of a report.</summary>
internal static class ReportText
{
    public static ChartAxis Axis(ReportMeasure measure) =>
        measure.IsShare ? ChartAxis.Share(measure.Name) : new ChartAxis(measure.Name, measure.Unit);

    /// <summary>"78.5 % (76.1–80.7)".</summary>
    public static string Figure(ReportFigure figure, ChartAxis axis) =>
        figure.Value is { } value ? axis.Format(value, figure.Low, figure.High) : "no data";

    /// <summary>"+4.5 pp (+1.2 to +7.8)".</summary>
    public static string Difference(Interval difference, ChartAxis axis) =>
        difference.Value is { } value ? axis.FormatDifference(value, difference.Low, difference.High) : "no data";

    /// <summary>The verdict with its sign and the style of its chip: never colour alone.</summary>
    public static (string Sign, string Words, string Style) Verdict(ShiftVerdict verdict) =>
        verdict switch
        {
            ShiftVerdict.Better => ("✓", "better", "ok"),
            ShiftVerdict.Worse => ("✕", "worse", "bad"),
            ShiftVerdict.NoClearChange => ("–", "not decisive", ""),
            _ => ("–", "insufficient data", "warn"),
        };

    public static (string Words, string Style) Kind(ReportPatternKind kind) =>
        kind switch
        {
            ReportPatternKind.Fixed => ("fixed", "ok"),
            ReportPatternKind.Regressed => ("regressed", "bad"),
            _ => ("new", "accent"),
        };

    public static string Kind(ReportChangeKind kind) =>
        kind switch
        {
            ReportChangeKind.GoldenSet => "golden set",
            _ => kind.ToString().ToLowerInvariant(),
        };

    public static string Minutes(double minutes) =>
        minutes is > 0 and < 1 ? string.Create(CultureInfo.InvariantCulture, $"{60 * minutes:0} s")
        : minutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{minutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:0.0} h");

    /// <summary>"16–22 Nov 2026", "30 Nov–6 Dec 2026", "28 Dec 2026–3 Jan 2027".</summary>
    public static string Days(IsoWeek week)
    {
        var (first, last) = (week.FirstDay, week.LastDay);
        var format =
            first.Year != last.Year ? "d MMM yyyy"
            : first.Month != last.Month ? "d MMM"
            : "%d";
        return first.ToString(format, CultureInfo.InvariantCulture) + "–" + last.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The week of a report that was computed or stored here.</summary>
    public static IsoWeek WeekOf(LoopReport report) => IsoWeek.Of(report.From);

    /// <summary>A day of the week: "Tue 17 Nov".</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
