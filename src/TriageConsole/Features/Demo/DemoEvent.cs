using System.Text.Json.Serialization;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Demo;

/// <summary>One interaction in the format of the event contract.</summary>
internal sealed class DemoEvent
{
    public required string TraceId { get; init; }
    public required string TaskId { get; init; }
    public required string TaskType { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public required string UserId { get; init; }
    public required string SessionId { get; init; }
    public required string Input { get; init; }
    public required string Output { get; init; }
    public required IReadOnlyList<DemoMessage> Messages { get; init; }
    public required string PromptVersion { get; init; }
    public required string ModelId { get; init; }
    public required string ModelVersion { get; init; }
    public required string DeploymentId { get; init; }
    public required string Segment { get; init; }
    public string? Country { get; init; }
    public string? Release { get; init; }
    public double? Propensity { get; init; }
    public bool? Shadow { get; set; }
    public string? KnowledgeVersion { get; init; }
    public IReadOnlyList<string>? RetrievalIds { get; init; }
    public required double ServerLatencyMs { get; init; }
    public required double ClientLatencyMs { get; init; }
    public required int OutputTokens { get; init; }
    public required Dictionary<string, double> InputStats { get; init; }
    public required Dictionary<string, object> Metadata { get; init; }
    public object? Error { get; init; }
    public List<DemoSignal> Feedback { get; } = [];
    public string? OutcomeMetricName { get; set; }
    public double? OutcomeMetricValue { get; set; }
    public string TenantId => DemoTraffic.Tenant;
    public string ConsentScope => "training";
    public Dictionary<string, object> Parameters => new() { ["temperature"] = 0.2, ["max_tokens"] = 1200 };

    [JsonIgnore]
    public DemoOutcome? LateOutcome { get; private set; }

    [JsonIgnore]
    public DemoClick? Click { get; private set; }

    public void Signal(string type, string name, object value, string? comment = null) =>
        Feedback.Add(new DemoSignal($"{TraceId}-{name}", type, name, value, SignalType.IsFromUser(type) ? UserId : null, comment));

    /// <summary>The user opens a document some seconds after the answer.</summary>
    public void Clicked(string documentId, int seconds) =>
        Click = new DemoClick(TraceId, TenantId, Timestamp.AddSeconds(seconds), documentId, UserId);

    /// <summary>Removes the signals of the user, to be sent later.</summary>
    public IReadOnlyList<DemoSignal> TakeFeedback()
    {
        var taken = Feedback.Where(f => SignalType.IsFromUser(f.FeedbackType)).ToList();
        Feedback.RemoveAll(f => SignalType.IsFromUser(f.FeedbackType));
        return taken;
    }

    /// <summary>Removes the outcome, to be sent at another time. Null if it never arrives.</summary>
    public DemoOutcome? TakeOutcome(DateTimeOffset at)
    {
        var taken =
            OutcomeMetricName is { } metric ? new DemoOutcome(TraceId, TenantId, TaskType, TaskId, at, metric, OutcomeMetricValue!.Value)
            : LateOutcome is { } late ? late with { Timestamp = at }
            : null;
        (OutcomeMetricName, OutcomeMetricValue, LateOutcome) = (null, null, null);
        return taken;
    }

    /// <summary>Adds the outcome: mostly with the event, sometimes a day later, sometimes never.</summary>
    public void Outcome(DemoMoment moment, string metric, double value)
    {
        if (moment.Chance(0.06))
            return;
        if (moment.Chance(0.2))
            LateOutcome = new DemoOutcome(
                TraceId,
                TenantId,
                TaskType,
                TaskId,
                Timestamp.AddHours(moment.Dice.Number(2, 20)),
                metric,
                value
            );
        else
            (OutcomeMetricName, OutcomeMetricValue) = (metric, value);
    }
}
