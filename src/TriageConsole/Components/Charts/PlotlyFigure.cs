namespace TriageConsole.Components.Charts;

/// <summary>
/// A figure of plotly.js, serialized in snake case. A color is a CSS custom property, optionally followed by a space and its opacity in
/// percent.
/// </summary>
internal sealed record PlotlyFigure(IReadOnlyList<PlotlyTrace> Data, PlotlyLayout Layout, IReadOnlyList<PlotlyMark> Marks);

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

internal sealed record PlotlyLine(object? Color = null, double? Width = null, string? Dash = null);

/// <summary>The color is a single value or one value per point.</summary>
internal sealed record PlotlyMarker(
    object Color,
    string? Symbol = null,
    double? Size = null,
    int? Maxdisplayed = null,
    PlotlyLine? Line = null,
    PlotlyPattern? Pattern = null
);

internal sealed record PlotlyPattern(string Shape, string Fillmode, double Size, double Solidity);

internal sealed record PlotlyError(IReadOnlyList<double?> Array, IReadOnlyList<double?> Arrayminus, string Color)
{
    public string Type => "data";

    public bool Symmetric => false;

    public double Thickness => 1.5;

    public double Width => 4;
}

internal sealed record PlotlyLayout(PlotlyAxis Xaxis, PlotlyAxis Yaxis, string Barmode);

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

internal sealed record PlotlyEnd(double? Minallowed, double? Maxallowed);

/// <summary>
/// A marked line at a share of the axis. <paramref name="Letters"/> is the length of its label, used to avoid overlapping labels.
/// </summary>
internal sealed record PlotlyMark(double At, string Label, int Letters, bool IsRubric);
