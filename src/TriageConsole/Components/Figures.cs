using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components;

/// <summary>Numbers as people read them.</summary>
public static class Figures
{
    /// <summary>12,345 with thin spaces, so that digits group without looking like decimals.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A share of 1 in whole percent; under one of them by its first digits.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.01
            ? $"{SignificantDigits.Percent(share, 0)} %"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    /// <summary>As HTML's number fields read it.</summary>
    public static string? Invariant(double? value) => value is { } v ? Invariant(v) : null;

    public static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Plural(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";
}
