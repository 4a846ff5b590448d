using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Components.Charts;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>The figures of a dashboard in words.</summary>
internal static class OutcomeText
{
    /// <summary>In percent if all values are yes or no.</summary>
    public static ChartAxis Axis(MetricView metric) =>
        metric.Sums.IsYesNo
            ? ChartAxis.Share(metric.Name)
            : new ChartAxis(metric.Name, string.IsNullOrEmpty(metric.Unit) ? null : metric.Unit);

    public static string Of(MeanEstimate mean, ChartAxis axis) =>
        mean.Value is { } value
            ? mean is { Low: { } low, High: { } high }
                ? axis.Format(value, low, high)
                : $"{axis.Format(value)} ({(mean.Count == 1 ? "one value" : "all values equal")}, no interval)"
            : "no data";

    /// <summary>A difference with its sign; shares differ in percentage points.</summary>
    public static string Of(Interval difference, ChartAxis axis) =>
        difference.Value is { } value ? axis.FormatDifference(value, difference.Low, difference.High) : "no data";

    public static (string Words, string Style) Verdict(ShiftVerdict verdict) =>
        verdict switch
        {
            ShiftVerdict.Better => ("better", "ok"),
            ShiftVerdict.Worse => ("worse", "bad"),
            ShiftVerdict.NoClearChange => ("not decisive", ""),
            _ => ("insufficient data", "warn"),
        };

    /// <summary>Whether the interval of a difference excludes zero, and on which side.</summary>
    public static string Style(Interval difference, bool lowerIsBetter) =>
        difference switch
        {
            { Low: > 0 } => lowerIsBetter ? "bad" : "ok",
            { High: < 0 } => lowerIsBetter ? "ok" : "bad",
            _ => "",
        };

    public static (string Words, string Style) Trend(SignalOutcome signal) =>
        signal.Comparison?.Trend switch
        {
            SignalTrend.StoppedPredicting => ("metric mismatch: stopped predicting", "bad"),
            SignalTrend.Turned => ("metric mismatch: reversed", "bad"),
            SignalTrend.Holds => ("still predicts", "ok"),
            SignalTrend.NeverPredicted => ("did not predict before", ""),
            _ => ("insufficient data", ""),
        };

    public static string Change(LevelChange change, string what, ChartAxis axis) =>
        $"{what} changed around {When(change.At)}: {axis.Format(change.Before)} before, {axis.Format(change.After)} "
        + $"after (p ≤ {Chance(change.P)}).";

    public static string When(DateTimeOffset time) => ((ChartValue)time).ToString();

    /// <summary>From one day to another, both included; with times if they are not midnight.</summary>
    public static string Range(DateTimeOffset from, DateTimeOffset to) =>
        from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero
            ? to - from <= TimeSpan.FromDays(1)
                ? When(from)
                : $"{When(from)} to {When(to.AddDays(-1))}"
            : $"{When(from)} to {When(to)}";

    public static string Correlation(double r, double? low, double? high)
    {
        static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');
        return low is { } from && high is { } to ? $"{Two(r)} {Figures.Interval(Two(from), Two(to))}" : Two(r);
    }

    public static string StepWords(short grain) =>
        grain switch
        {
            5 => "5 minutes",
            60 => "hour",
            _ => "day",
        };

    /// <summary>The first names and the number of the others.</summary>
    public static string Names(IReadOnlyList<string> names, int max = 6) =>
        names.Count <= max ? string.Join(", ", names) : $"{string.Join(", ", names.Take(max))} and {Figures.Count(names.Count - max)} more";

    private static string Chance(double p) => p < 0.0001 ? "1 in 10\u202F000" : string.Create(CultureInfo.InvariantCulture, $"{p:0.####}");
}
