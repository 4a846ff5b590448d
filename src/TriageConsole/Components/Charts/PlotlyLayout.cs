namespace TriageConsole.Components.Charts;

internal sealed record PlotlyLayout(PlotlyAxis Xaxis, PlotlyAxis Yaxis, string Barmode);
