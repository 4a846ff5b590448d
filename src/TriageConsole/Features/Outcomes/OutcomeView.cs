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
