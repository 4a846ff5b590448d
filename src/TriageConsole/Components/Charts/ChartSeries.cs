namespace TriageConsole.Components.Charts;

/// <summary>How a series is drawn.</summary>
public enum ChartStyle
{
    Line,
    Bar,
    Points,
    Area,
}

/// <summary>The colour of a series: by its place in the chart, or by what it means.</summary>
public enum ChartTone
{
    ByPlace,
    Accent,
    Good,
    Bad,
    Muted,
}

/// <summary>The height that is kept free for a chart before its data are there.</summary>
public enum ChartHeight
{
    Normal,
    Small,
    Tall,
}

/// <summary>What happened at a marked line.</summary>
public enum ChartMarkKind
{
    Release,
    Rubric,
}

/// <summary>One point of a series.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">How much; without it the line has a gap here.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Text">More about it, for the hover and the table: "12 of 40 interactions".</param>
/// <param name="Link">The page behind it, relative to the app: what a click opens. Anything else is not a link.</param>
public sealed record ChartPoint(ChartValue X, double? Y, double? Low = null, double? High = null, string? Text = null, string? Link = null)
{
    /// <summary>It rests on too little: drawn hollow.</summary>
    public bool IsThin { get; init; }
}

/// <summary>One line, set of bars or cloud of points.</summary>
/// <param name="Name">As the legend and the table call it.</param>
/// <param name="Points">In the order of the axis.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points)
{
    public ChartStyle Style { get; init; } = ChartStyle.Line;

    /// <summary>Not measured but estimated: dashed, hollow, hatched.</summary>
    public bool IsEstimated { get; init; }

    public ChartTone Tone { get; init; }

    /// <summary>Its colour and symbol by number, so that the same thing looks the same in several charts; without it, its place in this one.</summary>
    public int? Place { get; init; }
}

/// <summary>A marked vertical line: from here on something is different.</summary>
public sealed record ChartMark(ChartValue X, string Label, ChartMarkKind Kind = ChartMarkKind.Release);
