namespace TriageConsole.Features.Labeling;

/// <summary>The labeler's work of today (UTC).</summary>
public sealed record DayProgress(int Labels, int Skips, long TimeOnTaskMs);
