namespace TriageConsole.Components.Charts;

internal sealed record PlotlyPattern(string Shape, string Fillmode, double Size, double Solidity);
