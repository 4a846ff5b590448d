namespace TriageConsole.Components.Charts;

internal sealed record PlotlyLine(object? Color = null, double? Width = null, string? Dash = null);
