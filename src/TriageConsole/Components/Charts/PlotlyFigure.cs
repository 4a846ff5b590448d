namespace TriageConsole.Components.Charts;

/// <summary>
/// A figure of plotly.js, serialized in snake case. A color is a CSS custom property, optionally followed by a space and its opacity in
/// percent.
/// </summary>
internal sealed record PlotlyFigure(IReadOnlyList<PlotlyTrace> Data, PlotlyLayout Layout, IReadOnlyList<PlotlyMark> Marks);
