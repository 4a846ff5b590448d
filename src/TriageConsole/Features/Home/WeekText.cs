using System.Globalization;
using TriageConsole.Components.Charts;
using TriageConsole.Core;
using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Releases;

namespace TriageConsole.Features.Home;

/// <summary>Figures of weekly outcomes in the notation of their metric.</summary>
internal static class WeekText
{
    /// <summary>"78.5 % (76.1–80.7)".</summary>
    public static string Mean(MeanEstimate mean, WeekRow row)
    {
        if (mean.Value is not { } value)
            return "no data";
        string Number(double x) => row.IsShare ? SignificantDigits.Percent(x) : ChartAxis.Plain(x);
        var unit = Unit(row, "\u202F%");
        return mean is { Low: { } low, High: { } high }
            ? $"{Number(value)}{unit} ({Number(low)}–{Number(high)})"
            : $"{Number(value)}{unit}";
    }

    /// <summary>A difference with its sign: "+1.5 pp".</summary>
    public static string Gain(double gain, WeekRow row) => $"{Signed(gain, row)}{Unit(row, "\u202Fpp")}";

    /// <summary>"(+0.2 to +2.8)"; empty without an interval.</summary>
    public static string Interval(double? low, double? high, WeekRow row) =>
        (low, high) is ({ } from, { } to) ? $"({Signed(from, row)} to {Signed(to, row)})" : "";

    public static string Day(DateTimeOffset day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    private static string Signed(double value, WeekRow row) =>
        row.IsShare ? $"{(value < 0 ? "−" : "+")}{SignificantDigits.Percent(Math.Abs(value))}" : ReleaseText.Signed(value);

    private static string Unit(WeekRow row, string share) =>
        row.IsShare ? share
        : string.IsNullOrEmpty(row.Unit) ? ""
        : $" {row.Unit}";
}
