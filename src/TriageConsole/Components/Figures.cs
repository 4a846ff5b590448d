using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components;

/// <summary>Formats numbers for display.</summary>
public static class Figures
{
    /// <summary>Groups digits with thin spaces, because a comma could be read as a decimal separator.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A share from 0 to 1 in whole percent. Shares below 1 % keep a significant digit.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.01
            ? $"{SignificantDigits.Percent(share, 0)} %"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    /// <summary>The format of HTML number inputs.</summary>
    public static string? Invariant(double? value) => value is { } v ? Invariant(v) : null;

    public static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Plural(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";
}
