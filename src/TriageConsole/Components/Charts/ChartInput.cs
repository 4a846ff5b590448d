namespace TriageConsole.Components.Charts;

/// <summary>All that a drawing depends on.</summary>
internal sealed record ChartInput(
    IReadOnlyList<ChartSeries> Series,
    IReadOnlyList<ChartMark> Marks,
    ChartAxis X,
    ChartAxis Y,
    bool IsStacked,
    int Width,
    int Height,
    bool IsDark
);
