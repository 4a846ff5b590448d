namespace TriageConsole.Features.Outcomes;

internal sealed record OverTimeAnswer(
    string Workflow,
    DateTimeOffset From,
    DateTimeOffset To,
    string Step,
    bool EndsAtLatest,
    string? Version,
    string? Segment,
    string? Country,
    long Interactions,
    long NotOverTime,
    IReadOnlyList<MetricAnswer> Metrics,
    IReadOnlyList<TrafficAnswer> Traffic,
    IReadOnlyList<LatencyAnswer> Latency,
    FunnelAnswer Funnel
);
