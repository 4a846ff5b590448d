namespace TriageConsole.Features.Triage;

/// <summary>The last seven days: questionable, what of it may go to experts, what did as prioritized items, and what waits.</summary>
public sealed record QueueBudget(int NeedsReview, int Budget, int Taken, int Waiting);
