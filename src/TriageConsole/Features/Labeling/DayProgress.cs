namespace TriageConsole.Features.Labeling;

/// <summary>The labeler's work of today, in the labeler's time zone. A target of 0 is none.</summary>
public sealed record DayProgress(int Labels, int Skips, long TimeOnTaskMs, int Target = 0);
