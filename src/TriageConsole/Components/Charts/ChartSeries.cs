namespace TriageConsole.Components.Charts;

/// <summary>How a series is drawn.</summary>
public enum ChartStyle
{
    Line,
    Bar,
    Points,
    Area,
}

/// <summary>The color of a series: by its index in the chart, or by meaning.</summary>
public enum ChartTone
{
    ByPlace,
    Accent,
    Good,
    Bad,
    Muted,
}

/// <summary>The height that is reserved for a chart before it is drawn.</summary>
public enum ChartHeight
{
    Normal,
    Small,
    Tall,
}

/// <summary>The kind of change at a marked line.</summary>
public enum ChartMarkKind
{
    Release,
    Rubric,
}

/// <summary>One point of a series.</summary>
/// <param name="X">The position on the horizontal axis.</param>
/// <param name="Y">The value. Null leaves a gap in the line.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Text">Details for the tooltip and the table: "12 of 40 interactions".</param>
/// <param name="Link">The URL that a click opens, relative to the app. Other URLs are ignored.</param>
public sealed record ChartPoint(ChartValue X, double? Y, double? Low = null, double? High = null, string? Text = null, string? Link = null)
{
    /// <summary>The point is based on too few data and is drawn hollow.</summary>
    public bool IsThin { get; init; }
}

/// <summary>A series of a chart: a line, a set of bars or a set of points.</summary>
/// <param name="Name">The name in the legend and the table.</param>
/// <param name="Points">The points in the order of the axis.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points)
{
    public ChartStyle Style { get; init; } = ChartStyle.Line;

    /// <summary>The values are estimated: drawn dashed, hollow or hatched.</summary>
    public bool IsEstimated { get; init; }

    public ChartTone Tone { get; init; }

    /// <summary>
    /// The index of color and symbol, so that the same series looks the same in several charts. Null: the index in this chart.
    /// </summary>
    public int? Place { get; init; }
}

/// <summary>A vertical line that marks a change.</summary>
public sealed record ChartMark(ChartValue X, string Label, ChartMarkKind Kind = ChartMarkKind.Release);
