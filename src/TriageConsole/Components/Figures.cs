using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components;

/// <summary>Formats numbers for display: one notation per kind of number on all pages.</summary>
public static class Figures
{
    private const char NarrowSpace = '\u202F';

    /// <summary>Groups digits with thin spaces, because a comma could be read as a decimal separator.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', NarrowSpace);

    /// <summary>A share from 0 to 1 in whole percent, rounded down, for progress. Shares below 1 % keep a significant digit.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.01
            ? $"{SignificantDigits.Percent(share, 0)} %"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    /// <summary>A rate from 0 to 1: "78.5 %".</summary>
    public static string Rate(double share) => $"{RateDigits(share)} %";

    /// <summary>A rate with its interval: "78.5 % (76.1–80.7)". Without an interval the rate alone.</summary>
    public static string Rate(double share, double? low, double? high) =>
        low is { } from && high is { } to ? $"{Rate(share)} {Interval(RateDigits(from), RateDigits(to))}" : Rate(share);

    /// <summary>A difference of two rates in percentage points: "+1.5 pp".</summary>
    public static string RateDifference(double difference) => $"{WithSign(difference, RateDigits)} pp";

    /// <summary>A difference of two rates with its interval: "+1.5 pp (+0.3 to +2.7)".</summary>
    public static string RateDifference(double difference, double? low, double? high) =>
        low is { } from && high is { } to
            ? $"{RateDifference(difference)} {Interval(WithSign(from, RateDigits), WithSign(to, RateDigits))}"
            : RateDifference(difference);

    /// <summary>Three significant digits with thousands separators. A small number never becomes 0.</summary>
    public static string Number(double value)
    {
        var text = Math.Abs(value) switch
        {
            >= 1000 or 0 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            _ => SignificantDigits.Of(value, 4),
        };
        return text.Replace(',', NarrowSpace).Replace('-', SignificantDigits.Minus);
    }

    /// <summary>A size of at least 0 in bytes, in units of 1,024: "1.5 MiB".</summary>
    public static string Bytes(long size)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        double value = size;
        var unit = 0;
        // What would be shown as 1,024 is shown in the next unit.
        for (; value >= 1023.5 && unit < units.Length - 1; unit++)
            value /= 1024;
        return unit == 0 ? Plural(size, "byte", "bytes") : $"{Number(value)} {units[unit]}";
    }

    /// <summary>A number with its sign.</summary>
    public static string WithSign(double value, Func<double, string> format) => SignificantDigits.WithSign(value, format);

    /// <summary>The two ends of an interval in brackets. A sign looks like the dash, so ends with signs have a word between.</summary>
    public static string Interval(string low, string high) =>
        low[0] is SignificantDigits.Minus or '+' || high[0] is SignificantDigits.Minus or '+' ? $"({low} to {high})" : $"({low}–{high})";

    /// <summary>The format of HTML number inputs.</summary>
    public static string? Invariant(double? value) => value is { } v ? Invariant(v) : null;

    public static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Plural(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>A rate in percent without its unit.</summary>
    public static string RateDigits(double share) => SignificantDigits.Percent(share).Replace('-', SignificantDigits.Minus);
}
