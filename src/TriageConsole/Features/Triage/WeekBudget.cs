namespace TriageConsole.Features.Triage;

/// <summary>The budget of a workflow in the last seven days.</summary>
/// <param name="NeedsReview">Interactions that need review and arrived in the last seven days.</param>
/// <param name="Budget">How many of them can go to experts.</param>
/// <param name="Taken">Prioritized items of the same days.</param>
/// <param name="Room">How many interactions a sampling round can select now.</param>
internal readonly record struct WeekBudget(int NeedsReview, int Budget, int Taken, int Room);
