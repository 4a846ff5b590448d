namespace TriageConsole.Components.Charts;

internal sealed record PlotlyEnd(double? Minallowed, double? Maxallowed);
