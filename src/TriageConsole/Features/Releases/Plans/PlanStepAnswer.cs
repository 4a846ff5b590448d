namespace TriageConsole.Features.Releases.Plans;

public sealed record PlanStepAnswer(int Number, double Share, double HoldMinutes, DateTimeOffset? StartedAt);
