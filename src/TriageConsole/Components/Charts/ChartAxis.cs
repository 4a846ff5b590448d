namespace TriageConsole.Components.Charts;

/// <summary>Describes an axis of a chart, and how its values are written.</summary>
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

    /// <summary>The values are counts: ticks are whole numbers.</summary>
    public bool IsCount { get; init; }

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

    /// <summary>An axis for numbers of things, from 0.</summary>
    public static ChartAxis Count(string title) => new(title) { IsCount = true, Min = 0 };

    /// <summary>Title and unit: "Latency (ms)".</summary>
    public string? Caption => Unit is null ? Title : $"{Title} ({Unit})";

    /// <summary>A value with its unit.</summary>
    public string Format(double value) => IsShare ? Figures.Rate(value) : WithUnit(Figures.Number(value));

    /// <summary>A value with its unit and interval: "12 ms (10–14)".</summary>
    public string Format(double value, double? low, double? high) =>
        IsShare ? Figures.Rate(value, low, high)
        : low is { } from && high is { } to ? $"{Format(value)} {Figures.Interval(Figures.Number(from), Figures.Number(to))}"
        : Format(value);

    /// <summary>A difference of two values with its sign: "+1.5 pp (+0.3 to +2.7)", "−12 ms".</summary>
    public string FormatDifference(double value, double? low = null, double? high = null)
    {
        if (IsShare)
            return Figures.RateDifference(value, low, high);
        var text = WithUnit(Figures.WithSign(value, Figures.Number));
        return low is { } from && high is { } to
            ? $"{text} {Figures.Interval(Figures.WithSign(from, Figures.Number), Figures.WithSign(to, Figures.Number))}"
            : text;
    }

    private string WithUnit(string text) => Unit is null ? text : $"{text} {Unit}";
}
