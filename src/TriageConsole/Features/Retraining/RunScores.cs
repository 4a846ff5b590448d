namespace TriageConsole.Features.Retraining;

/// <summary>What the executor of a run saw of its training rows.</summary>
/// <param name="Rows">Different rows.</param>
/// <param name="Candidates">Different candidates.</param>
/// <param name="Best">The best mean score of a candidate; null without scores.</param>
public sealed record RunScores(int Rows, int Candidates, double? Best);
