namespace TriageConsole.Features.Labeling;

/// <summary>What the labeler did today (UTC).</summary>
public sealed record DayProgress(int Labels, int Skips, long TimeOnTaskMs);
