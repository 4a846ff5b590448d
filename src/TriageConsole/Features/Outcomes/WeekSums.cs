using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Scoring;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>The outcomes of the metric of a workflow by day, and the comparison of its weeks. Pure.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Settings">Its configured metric.</param>
/// <param name="Metric">The configured metric, or the most frequent one. Null: no outcome is announced.</param>
/// <param name="Days">The sums of days with interactions, in order.</param>
internal sealed record WeekSums(
    WorkflowRef Workflow,
    OutcomeSettings? Settings,
    string? Metric,
    IReadOnlyList<(DateTimeOffset Day, OutcomeSums Sums)> Days
)
{
    public bool LowerIsBetter =>
        Metric is not null
        && (Settings is { Configured: true } s && s.Metric == Metric ? s.LowerIsBetter : OutcomeReading.LooksLowerIsBetter(Metric));

    /// <param name="middle">The time between the two weeks.</param>
    /// <param name="link">The page of the two weeks.</param>
    public WeekRow Row(DateTimeOffset middle, string link)
    {
        if (Metric is null)
            return new WeekRow(Workflow, null, null, false, default, default, null, [], [], link);
        var (before, now) = (Sum(d => d >= middle.AddDays(-7) && d < middle), Sum(d => d >= middle));
        return new WeekRow(
            Workflow,
            Metric,
            Settings is { Configured: true } s && s.Metric == Metric ? s.Unit : null,
            Sum(_ => true).IsYesNo,
            MeanEstimate.Of(before),
            MeanEstimate.Of(now),
            OutcomeShift.Of(before, now, LowerIsBetter),
            [],
            [.. Days.Where(d => d.Sums.Mean is not null).Select(d => (d.Day, d.Sums.Mean!.Value))],
            link
        );
    }

    private OutcomeSums Sum(Func<DateTimeOffset, bool> holds) =>
        Days.Where(d => holds(d.Day)).Aggregate(default(OutcomeSums), (sum, d) => sum + d.Sums);
}
