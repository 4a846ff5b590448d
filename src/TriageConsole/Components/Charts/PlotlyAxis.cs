namespace TriageConsole.Components.Charts;

internal sealed record PlotlyAxis(string Type)
{
    public IReadOnlyList<object?>? Range { get; init; }

    /// <summary>The fixed end of the axis, if plotly.js computes the other.</summary>
    public PlotlyEnd? Autorangeoptions { get; init; }

    public string? Rangemode { get; init; }

    public bool? Zeroline { get; init; }

    public string? Title { get; init; }

    public string? Tickformat { get; init; }

    public IReadOnlyList<double>? Tickvals { get; init; }

    public IReadOnlyList<string>? Ticktext { get; init; }

    /// <summary>The distance between ticks.</summary>
    public double? Dtick { get; init; }

    public IReadOnlyList<string>? Categoryarray { get; init; }
}
