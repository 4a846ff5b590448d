using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// What a dashboard shows. Numbers only: words, links and drawings are the page's.
/// <list type="bullet">
/// <item>Interactions: In the span, and those without a real time.</item>
/// <item>Untimed: Interactions whose time is a placeholder or made up: in the totals, in nothing over time.</item>
/// <item>Versions: All there are to choose from.</item>
/// <item>Releases: Those of them that are releases.</item>
/// <item>Metrics: The workflow's own first. Never averaged together.</item>
/// </list>
/// </summary>
public sealed record OutcomeView(
    WorkflowRef Workflow,
    OutcomeFilter Filter,
    OutcomeSpan Span,
    DateTimeOffset? Latest,
    long Interactions,
    long Untimed,
    IReadOnlyList<string> Versions,
    IReadOnlySet<string> Releases,
    IReadOnlyList<string> Segments,
    IReadOnlyList<string> Countries,
    IReadOnlyList<MetricView> Metrics,
    TrafficView Traffic,
    FunnelView Funnel,
    IReadOnlyList<FirstSeen> Appeared,
    IReadOnlyList<RubricMarker> Rubrics
)
{
    /// <summary>Whether the workflow has any interaction at all.</summary>
    public bool IsEmpty => Versions.Count == 0;
}

/// <summary>A version that came up within the span.</summary>
public sealed record FirstSeen(string Version, DateTimeOffset At);

/// <summary>A version of the workflow's rubric published within the span.</summary>
public sealed record RubricMarker(int Number, DateTimeOffset At);

/// <summary>
/// Outcomes of a group in one step of time.
/// <list type="bullet">
/// <item>Count: Interactions, measured or not.</item>
/// </list>
/// </summary>
public sealed record OutcomeStep(DateTimeOffset Start, long Count, OutcomeSums Sums)
{
    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}

/// <summary>
/// Outcomes of one version, segment or country.
/// <list type="bullet">
/// <item>Name: Null: none is named.</item>
/// <item>Count: Interactions, measured or not.</item>
/// <item>Untimed: Those among them whose time is not real.</item>
/// <item>ToOthers: Its mean − that of all others.</item>
/// <item>Steps: Over time; of versions only.</item>
/// </list>
/// </summary>
public sealed record OutcomePart(
    string? Name,
    long Count,
    OutcomeSums Sums,
    long Untimed,
    Interval ToOthers,
    IReadOnlyList<OutcomeStep> Steps
)
{
    public long Missing => Count - Sums.Count;

    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}

/// <summary>A period of the headline.</summary>
public sealed record OutcomePeriod(DateTimeOffset From, DateTimeOffset To, long Count, OutcomeSums Sums);

/// <summary>
/// A day where outcomes are late.
/// <list type="bullet">
/// <item>Measured: What is known so far.</item>
/// <item>Estimate: With proxies in the place of what is missing; null where nothing is.</item>
/// </list>
/// </summary>
public sealed record OutcomeDay(DateOnly Day, OutcomeSums Measured, ProxyEstimate? Estimate);

/// <summary>
/// How well a signal predicts the outcome.
/// <list type="bullet">
/// <item>Key: Its type and name.</item>
/// <item>Count: Interactions with it, measured or not.</item>
/// <item>Comparison: Then and now; null where the span is too short to divide.</item>
/// </list>
/// </summary>
public sealed record SignalOutcome(
    string Key,
    long Count,
    OutcomeSums With,
    OutcomeSums Without,
    SignalPower Power,
    SignalComparison? Comparison
)
{
    /// <summary>Mean with it − without; of yes and no never beyond what shares can differ.</summary>
    public Interval Difference => MeanDifference.Of(With, Without);

    /// <summary>A metric mismatch: what followed the signal no longer does.</summary>
    public bool IsMismatch => Comparison?.Trend is SignalTrend.StoppedPredicting or SignalTrend.Turned;
}

/// <summary>The level of a series changed.</summary>
public sealed record LevelChange(DateTimeOffset At, double Before, double After, double P);

/// <summary>One metric of a workflow.</summary>
public sealed record MetricView(string Name, string? Unit, bool IsOwn, bool LowerIsBetter, long Count, long Untimed, OutcomeSums Sums)
{
    public required OutcomePeriod Before { get; init; }

    public required OutcomePeriod Now { get; init; }

    public required OutcomeShift Shift { get; init; }

    public required IReadOnlyList<OutcomeStep> Steps { get; init; }

    /// <summary>Most interactions first.</summary>
    public required IReadOnlyList<OutcomePart> Versions { get; init; }

    public required IReadOnlyList<OutcomePart> Segments { get; init; }

    public required IReadOnlyList<OutcomePart> Countries { get; init; }

    /// <summary>All days of the span, where some of them miss outcomes that proxies can stand for; else none.</summary>
    public required IReadOnlyList<OutcomeDay> Days { get; init; }

    /// <summary>The strongest first.</summary>
    public required IReadOnlyList<SignalOutcome> Signals { get; init; }

    public required IReadOnlyList<LevelChange> Changes { get; init; }

    public long Missing => Count - Sums.Count;

    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}

/// <summary>
/// One step of the traffic, whatever the outcome.
/// <list type="bullet">
/// <item>Negatives: Interactions with an explicit or implicit negative signal.</item>
/// <item>Errors: Interactions that ended in an error.</item>
/// <item>WithOutcome: Interactions whose outcome is measured, by whatever metric.</item>
/// <item>LatencyMean: Milliseconds.</item>
/// <item>TokensEach: Output tokens an interaction; null where none has any.</item>
/// <item>Costs: Mean cost of the interactions that name one, by currency.</item>
/// </list>
/// </summary>
public sealed record TrafficStep(
    DateTimeOffset Start,
    long Interactions,
    long Negatives,
    long Errors,
    long WithOutcome,
    double? LatencyMean,
    double? TokensEach,
    IReadOnlyDictionary<string, double> Costs
);

/// <summary>Latency is kept in bins by the day.</summary>
public sealed record LatencyDay(DateOnly Day, long Count, double P95);

/// <summary>How often a signal came.</summary>
public sealed record SignalCount(string Key, long Interactions);

public sealed record TrafficView(
    IReadOnlyList<TrafficStep> Steps,
    IReadOnlyList<LatencyDay> Latency,
    IReadOnlyList<string> Currencies,
    IReadOnlyList<SignalCount> Signals,
    IReadOnlyList<LevelChange> ErrorChanges
);

/// <summary>
/// How far interactions come.
/// <list type="bullet">
/// <item>WithSignal: With a signal, other than the outcome, that speaks for or against.</item>
/// <item>Labels: Labels that people gave here on the days of the span, whatever the interaction's own time; null where a filter narrows
/// what they are not kept by.</item>
/// <item>LabelsEver: All labels in the workflow.</item>
/// </list>
/// </summary>
public sealed record FunnelView(long Interactions, long WithSignal, long WithOutcome, long? Labels, long LabelsEver);
