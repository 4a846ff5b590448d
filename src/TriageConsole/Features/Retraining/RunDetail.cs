namespace TriageConsole.Features.Retraining;

/// <summary>A run with its log.</summary>
/// <param name="Run">The run.</param>
/// <param name="Events">The log, the oldest first.</param>
/// <param name="Scores">What its executor saw; null if nothing was scored.</param>
public sealed record RunDetail(RunRow Run, IReadOnlyList<RunEventRow> Events, RunScores? Scores);
