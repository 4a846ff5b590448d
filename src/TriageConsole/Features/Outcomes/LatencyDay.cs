namespace TriageConsole.Features.Outcomes;

/// <summary>Latency is kept in bins by the day.</summary>
public sealed record LatencyDay(DateOnly Day, long Count, double P95);
