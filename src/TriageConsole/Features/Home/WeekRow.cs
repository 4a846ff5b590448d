using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Home;

/// <summary>
/// The outcome of a workflow in the last seven days compared with the seven days before. Gain and its interval: positive is better. Days:
/// the mean of each of the last thirty days with outcomes.
/// </summary>
public sealed record WeekRow(
    WorkflowRef Workflow,
    string? Metric,
    string? Unit,
    bool IsShare,
    MeanEstimate Before,
    MeanEstimate Now,
    OutcomeShift? Shift,
    IReadOnlyList<WeekContributor> Contributors,
    IReadOnlyList<(DateTimeOffset Day, double Mean)> Days,
    string Link
)
{
    private const int MaxContributors = 3;

    /// <summary>The verdict in words with the style of its chip. "No data": a week has no outcome at all.</summary>
    public (string Sign, string Words, string Style) Verdict =>
        Before.Count == 0 || Now.Count == 0
            ? ("–", "no data", "")
            : Shift?.Verdict switch
            {
                ShiftVerdict.Better => ("✓", "improved", "ok"),
                ShiftVerdict.Worse => ("✕", "worse", "bad"),
                _ => ("–", "not decisive", ""),
            };

    internal static WeekRow Of(OutcomeView view, bool mayOpen)
    {
        var links = new OutcomeLinks(view, mayOpen);
        var filter = new OutcomeFilter { From = view.Span.To.AddDays(-14), To = view.Span.To };
        if ((view.Metrics.FirstOrDefault(m => m.IsOwn) ?? (view.Metrics.Count > 0 ? view.Metrics[0] : null)) is not { } metric)
            return new WeekRow(view.Workflow, null, null, false, default, default, null, [], [], links.Here(filter));
        var parts = metric.Versions.Select(v => (v.Name ?? "", Sums(v, metric.Before), Sums(v, metric.Now)));
        return new WeekRow(
            view.Workflow,
            metric.Name,
            metric.Unit,
            metric.Sums.IsYesNo,
            MeanEstimate.Of(metric.Before.Sums),
            MeanEstimate.Of(metric.Now.Sums),
            metric.Shift,
            [
                .. WeekContributor
                    .Of(parts, metric.LowerIsBetter)
                    .Take(MaxContributors)
                    .Select(c => c with { Link = links.Here(filter with { Version = c.Name }) }),
            ],
            [.. metric.Steps.Where(s => s.Mean.Value is not null).Select(s => (s.Start, s.Mean.Value!.Value))],
            links.Here(filter)
        );
    }

    private static OutcomeSums Sums(OutcomePart version, OutcomePeriod period) =>
        version.Steps.Where(s => s.Start >= period.From && s.Start < period.To).Aggregate(default(OutcomeSums), (sum, s) => sum + s.Sums);
}
