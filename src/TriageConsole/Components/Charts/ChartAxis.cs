using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components.Charts;

/// <summary>What an axis measures.</summary>
/// <param name="Title">What is measured, in words.</param>
/// <param name="Unit">In what: "ms", "€".</param>
public sealed record ChartAxis(string? Title = null, string? Unit = null)
{
    /// <summary>Where it begins and ends; without one, where the data do.</summary>
    public ChartValue? Min { get; init; }

    public ChartValue? Max { get; init; }

    /// <summary>Shares of 1, shown in percent.</summary>
    public bool IsShare { get; init; }

    public bool IsLog { get; init; }

    /// <summary>Zero is always in sight, with a line of its own: for gains and differences.</summary>
    public bool HasZeroLine { get; init; }

    /// <summary>A share of 1 in percent, the whole way from 0 to 100.</summary>
    public static ChartAxis Share(string title) =>
        new(title)
        {
            IsShare = true,
            Min = 0,
            Max = 1,
        };

    /// <summary>"Latency (ms)".</summary>
    public string? Caption => Unit is null ? Title : $"{Title} ({Unit})";

    /// <summary>A value on it as people read it.</summary>
    public string Format(double value) =>
        IsShare ? $"{SignificantDigits.Percent(value)} %".Replace('-', '−')
        : Unit is null ? Plain(value)
        : $"{Plain(value)} {Unit}";

    /// <summary>Three digits that count, thousands set apart; a small number is never none.</summary>
    internal static string Plain(double value)
    {
        var text = Math.Abs(value) switch
        {
            >= 1000 or 0 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            _ => SignificantDigits.Of(value, 4),
        };
        return text.Replace(',', '\u202F').Replace('-', '−');
    }
}
