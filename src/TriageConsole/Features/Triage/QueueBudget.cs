namespace TriageConsole.Features.Triage;

/// <summary>
/// The last seven days: interactions that need review, the budget, the prioritized items, and the candidates awaiting sampling.
/// </summary>
public sealed record QueueBudget(int NeedsReview, int Budget, int Taken, int Waiting);
