using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components.Charts;

/// <summary>Describes an axis of a chart.</summary>
/// <param name="Title">The name of the quantity.</param>
/// <param name="Unit">The unit: "ms", "€".</param>
public sealed record ChartAxis(string? Title = null, string? Unit = null)
{
    /// <summary>The lower end of the axis. Null: the minimum of the data.</summary>
    public ChartValue? Min { get; init; }

    /// <summary>The upper end of the axis. Null: the maximum of the data.</summary>
    public ChartValue? Max { get; init; }

    /// <summary>The values are shares from 0 to 1 and are shown in percent.</summary>
    public bool IsShare { get; init; }

    public bool IsLog { get; init; }

    /// <summary>The axis always includes zero and draws a line there. For gains and differences.</summary>
    public bool HasZeroLine { get; init; }

    /// <summary>An axis for shares, from 0 to 100 %.</summary>
    public static ChartAxis Share(string title) =>
        new(title)
        {
            IsShare = true,
            Min = 0,
            Max = 1,
        };

    /// <summary>Title and unit: "Latency (ms)".</summary>
    public string? Caption => Unit is null ? Title : $"{Title} ({Unit})";

    /// <summary>Formats a value of the axis for display, with its unit.</summary>
    public string Format(double value) =>
        IsShare ? $"{SignificantDigits.Percent(value)} %".Replace('-', '−')
        : Unit is null ? Plain(value)
        : $"{Plain(value)} {Unit}";

    /// <summary>Three significant digits with thousands separators. A small number never becomes 0.</summary>
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
