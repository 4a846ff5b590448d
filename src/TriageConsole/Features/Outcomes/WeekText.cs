using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Components.Charts;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>Figures of weekly outcomes in the notation of their metric.</summary>
internal static class WeekText
{
    /// <summary>"78.5 % (76.1–80.7)".</summary>
    public static string Mean(MeanEstimate mean, WeekRow row) =>
        mean.Value is { } value ? Axis(row).Format(value, mean.Low, mean.High) : "no data";

    /// <summary>A difference with its sign: "+1.5 pp".</summary>
    public static string Gain(double gain, WeekRow row) => Axis(row).FormatDifference(gain);

    /// <summary>"(+0.2 to +2.8)"; empty without an interval.</summary>
    public static string Interval(double? low, double? high, WeekRow row) =>
        (low, high) is ({ } from, { } to) ? Figures.Interval(Signed(from, row), Signed(to, row)) : "";

    public static string Day(DateTimeOffset day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    private static string Signed(double value, WeekRow row) => Figures.WithSign(value, row.IsShare ? Figures.RateDigits : Figures.Number);

    private static ChartAxis Axis(WeekRow row) => new(null, row.IsShare ? null : row.Unit) { IsShare = row.IsShare };
}
