namespace TriageConsole.Features.Retraining;

/// <summary>A run with its log.</summary>
/// <param name="Run">The run.</param>
/// <param name="Events">The log, the oldest first.</param>
/// <param name="Checkpoints">The checkpoints that a fine-tuning API keeps, the earliest step first.</param>
/// <param name="Scores">What its executor saw; null if nothing was scored.</param>
public sealed record RunDetail(RunRow Run, IReadOnlyList<RunEventRow> Events, IReadOnlyList<string> Checkpoints, RunScores? Scores);
