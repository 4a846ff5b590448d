using TriageConsole.Core.Common;

namespace TriageConsole.Features.Demo;

/// <summary>An outcome that arrives as a separate event.</summary>
internal sealed record DemoOutcome(
    string TraceId,
    string TenantId,
    string TaskType,
    string TaskId,
    DateTimeOffset Timestamp,
    string OutcomeMetricName,
    double OutcomeMetricValue
)
{
    public string Kind => SignalType.Outcome;

    public string Id => $"{TraceId}-outcome";
}
