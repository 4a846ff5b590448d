namespace TriageConsole.Components.Charts;

/// <summary>A vertical line that marks a change.</summary>
public sealed record ChartMark(ChartValue X, string Label, ChartMarkKind Kind = ChartMarkKind.Release);
