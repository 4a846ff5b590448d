namespace TriageConsole.Features.Outcomes;

/// <summary>The latency of a day. Latency bins are stored per day.</summary>
public sealed record LatencyDay(DateOnly Day, long Count, double P95);
