using System.Globalization;
using Plotly.Blazor.LayoutLib.XAxisLib;

namespace TriageConsole.Components.Charts;

/// <summary>The horizontal axis: its type, its range and the position of values on it.</summary>
internal sealed class ChartScale
{
    private const double Margin = 0.03;
    private const double FewDays = 12;
    private static readonly double Day = TimeSpan.FromDays(1).TotalMilliseconds;
    private readonly double low;
    private readonly double high;

    private ChartScale(TypeEnum type, double low, double high, IReadOnlyList<string>? names)
    {
        (Type, this.low, this.high, Names) = (type, low, high, names);
        Categories = names?.Select(ChartText.Escape).ToList();
        Range = type == TypeEnum.Date ? [Moment(low), Moment(high)] : [low, high];
    }

    /// <summary>Category, date, log or linear.</summary>
    public TypeEnum Type { get; }

    public IReadOnlyList<object> Range { get; }

    /// <summary>The names of a category axis.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The names as plotly.js gets them.</summary>
    public IReadOnlyList<string>? Categories { get; }

    /// <summary>The distance between ticks. Null: plotly.js chooses it.</summary>
    public double? Step { get; private set; }

    public static ChartScale Of(IReadOnlyList<ChartSeries> series, ChartAxis axis)
    {
        var values = series.SelectMany(s => s.Points).Select(p => p.X).ToList();
        if (values.Exists(v => v.Name is not null))
        {
            var names = values.Select(v => v.Name).OfType<string>().Distinct().ToList();
            return new ChartScale(TypeEnum.Category, -0.5, names.Count - 0.5, names);
        }

        var type =
            values.Exists(v => v.Time is not null) ? TypeEnum.Date
            : axis.IsLog ? TypeEnum.Log
            : TypeEnum.Linear;
        var at = values.Select(v => Position(v, type)).OfType<double>().Distinct().Order().ToList();
        if (at.Count == 0)
            at = [0];
        // plotly.js makes bars as wide as the smallest distance between points. The margin leaves room for half a bar at each end.
        var closest = at.Zip(at.Skip(1), (a, b) => b - a).DefaultIfEmpty(type == TypeEnum.Date ? Day : 1).Min();
        var margin = Math.Max((at[^1] - at[0]) * Margin, at.Count == 1 || series.Any(s => s.Style == ChartStyle.Bar) ? closest * 0.6 : 0);
        var (first, last) = (axis.Min is { } min ? Position(min, type) : null, axis.Max is { } max ? Position(max, type) : null);
        var scale = new ChartScale(type, first ?? at[0] - margin, last ?? at[^1] + margin, null);
        // Daily data get one tick per day; ticks for hours would suggest hourly data.
        if (type == TypeEnum.Date && (scale.high - scale.low) / Day < FewDays && at.TrueForAll(a => a % Day == 0))
            scale.Step = Day;
        return scale;
    }

    /// <summary>
    /// A value in the format of plotly.js. plotly.js does not convert times without a zone, so they are shown by the clock of their offset.
    /// </summary>
    public object? Place(ChartValue value) =>
        Type switch
        {
            TypeEnum.Category => value.Name is { } name ? ChartText.Escape(name) : null,
            TypeEnum.Date => value.Time is { } time ? Moment(Clock(time)) : null,
            _ => value.Number is { } number && double.IsFinite(number) ? number : null,
        };

    /// <summary>The position on the axis, from 0 to 1.</summary>
    public double? Share(ChartValue value)
    {
        var at =
            Type == TypeEnum.Category
                ? Categories!.ToList().IndexOf(ChartText.Escape(value.Name ?? "")) is var n and >= 0
                    ? n
                    : (double?)null
                : Position(value, Type);
        return high > low ? (at - low) / (high - low) : null;
    }

    private static double? Position(ChartValue value, TypeEnum type) =>
        type switch
        {
            TypeEnum.Date => value.Time is { } time ? Clock(time) : null,
            TypeEnum.Log => value.Number > 0 ? Math.Log10(value.Number.Value) : null,
            _ => value.Number is { } number && double.IsFinite(number) ? number : null,
        };

    /// <summary>Milliseconds on the clock of the time's offset.</summary>
    private static double Clock(DateTimeOffset time) => (time + time.Offset).ToUnixTimeMilliseconds();

    private static string Moment(double milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }
}
