namespace TriageConsole.Features.Triage;

/// <summary>What the week gave and what of it went to experts.</summary>
/// <param name="NeedsReview">NeedsReview interactions that arrived in the last seven days.</param>
/// <param name="Budget">Of those, how many may go to experts.</param>
/// <param name="Taken">Prioritized items of the same days.</param>
/// <param name="Room">How many a draw may take now.</param>
internal readonly record struct WeekBudget(int NeedsReview, int Budget, int Taken, int Room);
