using System.Globalization;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Scoring;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The figures of one metric. Interactions without an outcome count for the workflow's own metric. Pure functions.</summary>
internal sealed class MetricFigures(OutcomeData data, string metric, bool isOwn)
{
    private const int ProxyBins = RollupChanges.ProxyBins;

    /// <summary>The minimum number of days for a comparison of the last quarter with the rest.</summary>
    private const int MinDays = 4;

    public MetricView View()
    {
        var all = data.All.Where(a => IsMine(a.Slice.OutcomeMetric) && a.Sums.Events > 0).ToList();
        var rows = data.Steps.Where(s => IsMine(s.Metric)).ToList();
        var steps = Steps(rows);
        var lowerIsBetter =
            isOwn && data.Settings is { Configured: true } s && s.Metric == metric
                ? s.LowerIsBetter
                : OutcomeReading.LooksLowerIsBetter(metric);
        var (before, now) = data.Compared is { } chosen
            ? (
                Period([.. chosen.Before.Where(s => IsMine(s.Metric))], chosen.Periods.BeforeFrom, chosen.Periods.BeforeTo),
                Period([.. chosen.Now.Where(s => IsMine(s.Metric))], chosen.Periods.NowFrom, chosen.Periods.NowTo)
            )
            : (Period([.. data.Before.Where(s => IsMine(s.Metric)), .. rows], 2), Period(rows, 1));
        var parts = data.Parts.Where(p => IsMine(p.Metric)).ToList();
        var untimed = data.UntimedParts.Where(p => IsMine(p.Metric)).ToList();
        return new MetricView(
            metric,
            isOwn ? data.Settings.Unit : null,
            isOwn,
            lowerIsBetter,
            all.Sum(a => a.Sums.Events),
            all.Where(a => !a.IsTimed).Sum(a => a.Sums.Events),
            Total(all.Select(a => a.Sums.Outcomes))
        )
        {
            Before = before,
            Now = now,
            Shift = OutcomeShift.Of(before.Sums, now.Sums, lowerIsBetter),
            Steps = steps,
            Versions = Parts(all, slice => slice.Version, rows.ToLookup(r => r.Version)),
            Segments = Parts(all, slice => slice.Segment, null),
            Countries = Parts(all, slice => slice.Country, null),
            Scorecard = Scorecard(all),
            Days = Days(parts, untimed),
            Signals = Signals(parts, untimed),
            Changes = OutcomeData.Changes([.. steps.Select(t => t.Start)], [.. steps.Select(t => t.Sums)]),
        };
    }

    private bool IsMine(string? name) => name == metric || (isOwn && name is null);

    private List<OutcomeStep> Steps(IEnumerable<StepRow> rows) =>
        [
            .. rows.GroupBy(r => r.Start)
                .OrderBy(g => g.Key)
                .Select(g => new OutcomeStep(g.Key, g.Sum(r => r.Sums.Events), Total(g.Select(r => r.Sums.Outcomes)))),
        ];

    /// <summary>The last period (1) or the one before it (2).</summary>
    private OutcomePeriod Period(List<StepRow> rows, int back)
    {
        var (from, to) = (data.Span.To - (back * data.Span.Period), data.Span.To - ((back - 1) * data.Span.Period));
        return Period(rows, from, to);
    }

    private static OutcomePeriod Period(List<StepRow> rows, DateTimeOffset from, DateTimeOffset to)
    {
        var within = rows.Where(r => r.Start >= from && r.Start < to).ToList();
        return new OutcomePeriod(from, to, within.Sum(r => r.Sums.Events), Total(within.Select(r => r.Sums.Outcomes)));
    }

    private List<OutcomePart> Parts(
        List<(Slice Slice, GroupSums Sums, bool IsTimed)> all,
        Func<Slice, string?> name,
        ILookup<string, StepRow>? steps
    )
    {
        var groups = all.GroupBy(a => name(a.Slice))
            .Select(g =>
                (
                    Name: g.Key,
                    Count: g.Sum(a => a.Sums.Events),
                    Sums: Total(g.Select(a => a.Sums.Outcomes)),
                    Untimed: g.Where(a => !a.IsTimed).Sum(a => a.Sums.Events)
                )
            )
            .ToList();
        return
        [
            .. groups
                .OrderByDescending(g => g.Count)
                .ThenBy(g => g.Name, StringComparer.Ordinal)
                .Select(g => new OutcomePart(
                    g.Name,
                    g.Count,
                    g.Sums,
                    g.Untimed,
                    MeanDifference.Of(g.Sums, Total(groups.Where(o => o.Name != g.Name).Select(o => o.Sums))),
                    steps is null ? [] : Steps(steps[g.Name!])
                )),
        ];
    }

    private static List<ScorecardCell> Scorecard(List<(Slice Slice, GroupSums Sums, bool IsTimed)> all) =>
        [
            .. all.GroupBy(a => (a.Slice.Version, a.Slice.Segment))
                .Select(g => new ScorecardCell(
                    g.Key.Version,
                    g.Key.Segment,
                    g.Sum(a => a.Sums.Events),
                    Total(g.Select(a => a.Sums.Outcomes)),
                    g.Where(a => !a.IsTimed).Sum(a => a.Sums.Events)
                )),
        ];

    /// <summary>Only if outcomes are missing and a bin has enough measured outcomes.</summary>
    private List<OutcomeDay> Days(List<PartRow> parts, List<PartRow> untimed)
    {
        var proxies = parts.Where(p => p.Kind == BreakdownKind.Proxy).ToList();
        var learned = new OutcomeSums[ProxyBins];
        foreach (var p in proxies.Concat(untimed.Where(p => p.Kind == BreakdownKind.Proxy)))
            learned[Bin(p)] += p.Outcomes;
        var calibration = new ProxyCalibration(learned);
        if (Enumerable.Range(0, ProxyBins).All(calibration.IsBorrowed))
            return [];
        var days = new List<OutcomeDay>();
        foreach (var day in proxies.GroupBy(p => p.Day).OrderBy(g => g.Key))
        {
            var missing = new long[ProxyBins];
            foreach (var p in day)
                missing[Bin(p)] += p.Events - p.Outcomes.Count;
            var measured = Total(day.Select(p => p.Outcomes));
            days.Add(new OutcomeDay(day.Key, measured, missing.Sum() > 0 ? calibration.Estimate(measured, missing) : null));
        }

        return days.Exists(d => d.Estimate is not null) ? days : [];
    }

    private List<SignalOutcome> Signals(List<PartRow> parts, List<PartRow> untimed)
    {
        var days = data.Span.LastDay.DayNumber - data.Span.FirstDay.DayNumber + 1;
        var recent = data.Span.LastDay.AddDays(1 - Math.Max(1, (int)Math.Round(days / 4.0)));
        var everything = parts.Concat(untimed).ToList();
        return
        [
            .. everything
                .Where(p => p.Kind == BreakdownKind.Signal && !p.Key.StartsWith("outcome:", StringComparison.Ordinal))
                .Select(p => p.Key)
                .Distinct()
                .Select(key =>
                {
                    var (with, without) = Split(everything, key, _ => true);
                    var comparison =
                        days < MinDays
                            ? null
                            : LeadingSignal.Compare(Power(parts, key, d => d < recent), Power(parts, key, d => d >= recent));
                    return new SignalOutcome(
                        key,
                        everything.Where(p => p.Kind == BreakdownKind.Signal && p.Key == key).Sum(p => p.Events),
                        with,
                        without,
                        LeadingSignal.Power(with, without),
                        comparison
                    );
                })
                .Where(s => s.Count > 0)
                .OrderByDescending(s => Math.Abs(s.Power.Correlation ?? 0))
                .ThenByDescending(s => s.Count)
                .ThenBy(s => s.Key, StringComparer.Ordinal),
        ];
    }

    private static SignalPower Power(List<PartRow> parts, string key, Func<DateOnly, bool> when)
    {
        var (with, without) = Split(parts, key, when);
        return LeadingSignal.Power(with, without);
    }

    /// <summary>Outcomes with the signal and all others. Every interaction is in exactly one proxy bin.</summary>
    private static (OutcomeSums With, OutcomeSums Without) Split(List<PartRow> parts, string key, Func<DateOnly, bool> when)
    {
        var with = Total(parts.Where(p => p.Kind == BreakdownKind.Signal && p.Key == key && when(p.Day)).Select(p => p.Outcomes));
        var all = Total(parts.Where(p => p.Kind == BreakdownKind.Proxy && when(p.Day)).Select(p => p.Outcomes));
        return (with, new OutcomeSums(all.Count - with.Count, all.Sum - with.Sum, all.SumOfSquares - with.SumOfSquares));
    }

    private static int Bin(PartRow part) => Math.Clamp(int.Parse(part.Key, CultureInfo.InvariantCulture), 0, ProxyBins - 1);

    private static OutcomeSums Total(IEnumerable<OutcomeSums> sums) => sums.Aggregate(default(OutcomeSums), (a, b) => a + b);
}
