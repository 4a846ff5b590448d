namespace TriageConsole.Components.Charts;

/// <summary>A mark at a share of the axis. Without a row there was no room for its label.</summary>
internal sealed record PlacedMark(double At, string Label, bool IsRubric, bool IsRightAligned, int? Row);
