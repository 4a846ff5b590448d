namespace TriageConsole.Features.Retraining.Scores;

/// <summary>The scores of a candidate, and what is left of the budget.</summary>
/// <param name="Items">The scored rows.</param>
/// <param name="Calls">Rows that were scored in this run so far.</param>
/// <param name="Left">Rows that can still be scored.</param>
public sealed record ScoreAnswer(IReadOnlyList<ScoredItem> Items, int Calls, int Left);
