namespace TriageConsole.Components.Charts;

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
