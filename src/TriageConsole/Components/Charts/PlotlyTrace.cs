namespace TriageConsole.Components.Charts;

internal sealed record PlotlyTrace(string Type, IReadOnlyList<object?> X, IReadOnlyList<double?> Y)
{
    public string? Mode { get; init; }

    public PlotlyLine? Line { get; init; }

    public PlotlyMarker? Marker { get; init; }

    public string? Fill { get; init; }

    public string? Fillcolor { get; init; }

    public PlotlyError? ErrorY { get; init; }

    public string? Hovertemplate { get; init; }

    public IReadOnlyList<string>? Hovertext { get; init; }

    public string? Hoverinfo { get; init; }

    /// <summary>The URL that a click on each point opens.</summary>
    public IReadOnlyList<string?>? Customdata { get; init; }

    /// <summary>False: points at the edge of the plot are not clipped.</summary>
    public bool? Cliponaxis { get; init; }
}
