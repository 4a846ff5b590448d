using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The data of a dashboard: numbers only. Texts, links and charts belong to the page.
/// <list type="bullet">
/// <item>Interactions: in the span, plus those without a real time.</item>
/// <item>Untimed: interactions without a real time; they are in totals and not in series over time.</item>
/// <item>Versions: all versions that the filter offers.</item>
/// <item>Releases: the versions that are releases.</item>
/// <item>Metrics: the workflow's own metric first. Metrics are never averaged together.</item>
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
    /// <summary>Whether the workflow has no interactions at all.</summary>
    public bool IsEmpty => Versions.Count == 0;
}
