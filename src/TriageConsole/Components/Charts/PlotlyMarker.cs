namespace TriageConsole.Components.Charts;

/// <summary>The color is a single value or one value per point.</summary>
internal sealed record PlotlyMarker(
    object Color,
    string? Symbol = null,
    double? Size = null,
    int? Maxdisplayed = null,
    PlotlyLine? Line = null,
    PlotlyPattern? Pattern = null
);
