namespace TriageConsole.Features.Outcomes;

internal sealed record LatencyAnswer(DateOnly Day, long Count, double P95Ms);
