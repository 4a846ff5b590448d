using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

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
