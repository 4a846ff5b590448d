using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;
using TriageConsole.Features.Outcomes;

namespace TriageConsole.Features.Reports;

/// <summary>The measures and versions of a report from the dashboard of its two weeks. Pure functions.</summary>
internal static class ReportMeasures
{
    private const int MaxVersions = 6;

    /// <summary>Outcome metrics, the workflow's own first, then the shares of negative signals and errors.</summary>
    public static IReadOnlyList<ReportMeasure> Of(OutcomeView view, IsoWeek week)
    {
        var measures = view
            .Metrics.Where(m => m.Before.Sums.Count + m.Now.Sums.Count > 0)
            .Select(m => ReportMeasure.Of(m.Name, ReportMeasureKind.Outcome, m.Unit, m.LowerIsBetter, m.Before.Sums, m.Now.Sums))
            .ToList();
        var (before, now) = (Traffic(s => s.Start < week.Start), Traffic(s => s.Start >= week.Start));
        if (before.Interactions + now.Interactions > 0)
            measures.Add(Share("With a negative signal", ReportMeasureKind.NegativeSignals, before.Negatives, now.Negatives));
        if (before.Errors + now.Errors > 0)
            measures.Add(Share("Errors", ReportMeasureKind.Errors, before.Errors, now.Errors));
        return measures;

        (long Interactions, long Negatives, long Errors) Traffic(Func<TrafficStep, bool> holds)
        {
            var steps = view.Traffic.Steps.Where(holds).ToList();
            return (steps.Sum(s => s.Interactions), steps.Sum(s => s.Negatives), steps.Sum(s => s.Errors));
        }

        ReportMeasure Share(string name, ReportMeasureKind kind, long first, long second) =>
            ReportMeasure.Of(
                name,
                kind,
                null,
                lowerIsBetter: true,
                new OutcomeSums(before.Interactions, first, first),
                new OutcomeSums(now.Interactions, second, second)
            );
    }

    /// <summary>The interactions of the week.</summary>
    public static long Interactions(OutcomeView view, IsoWeek week) =>
        view.Traffic.Steps.Where(s => s.Start >= week.Start).Sum(s => s.Interactions);

    /// <summary>The parts of the versions in the change of the first metric.</summary>
    public static IReadOnlyList<ReportVersion> Versions(OutcomeView view, IsoWeek week)
    {
        if (view.Metrics.FirstOrDefault(m => m.Before.Sums.Count + m.Now.Sums.Count > 0) is not { } metric)
            return [];
        var groups = metric
            .Versions.Select(v => (Name: v.Name ?? "(none)", v.Steps))
            .Select(v => (v.Name, Before: Sum(v.Steps, isNow: false), Now: Sum(v.Steps, isNow: true), v.Steps))
            .Where(v => v.Before.Count + v.Now.Count > 0)
            .ToDictionary(v => v.Name, StringComparer.Ordinal);
        var parts = WeekContributor.Of(groups.Values.Select(g => (g.Name, g.Before, g.Now)), metric.LowerIsBetter);
        // Without outcomes in one of the weeks there is no change to split.
        var named = parts.Count > 0 ? parts : [.. groups.Keys.Select(name => new WeekContributor(name, 0, groups[name].Before.Count == 0))];
        return
        [
            .. named
                .Take(MaxVersions)
                .Select(p =>
                {
                    var g = groups[p.Name];
                    return new ReportVersion(
                        p.Name,
                        g.Steps.Where(s => s.Start >= week.Start).Sum(s => s.Count),
                        ReportFigure.Of(MeanEstimate.Of(g.Before)),
                        ReportFigure.Of(MeanEstimate.Of(g.Now)),
                        p.Gain,
                        p.IsNew,
                        OutcomeLinks.To(
                            view.Workflow,
                            new OutcomeFilter
                            {
                                From = week.Previous.Start,
                                To = week.End,
                                Version = p.Name,
                            }
                        )
                    );
                }),
        ];

        OutcomeSums Sum(IReadOnlyList<OutcomeStep> steps, bool isNow) =>
            steps.Where(s => s.Start >= week.Start == isNow).Aggregate(default(OutcomeSums), (sum, s) => sum + s.Sums);
    }
}
