namespace TriageConsole.Components.Charts;

/// <summary>
/// A marked line at a share of the axis. <paramref name="Letters"/> is the length of its label, used to avoid overlapping labels.
/// </summary>
internal sealed record PlotlyMark(double At, string Label, int Letters, bool IsRubric);
