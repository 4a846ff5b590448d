using System.Globalization;
using TriageConsole.Core.Drift;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>The data of one dashboard and its traffic figures. Pure functions.</summary>
internal sealed class OutcomeData(
    WorkflowRef workflow,
    OutcomeFilter filter,
    OutcomeSpan span,
    OutcomeSettings settings,
    IReadOnlyList<KnownSlice> slices
)
{
    private readonly Dictionary<long, Slice> known = slices.ToDictionary(s => s.Slice.Id, s => s.Slice);

    public OutcomeSpan Span => span;

    public OutcomeSettings Settings => settings;

    public required IReadOnlyList<StepRow> Steps { get; init; }

    /// <summary>Sums before the span, one row per version.</summary>
    public required IReadOnlyList<StepRow> Before { get; init; }

    /// <summary>The sums of the two chosen periods, one row per version. Null if none are chosen.</summary>
    public (ComparedPeriods Periods, IReadOnlyList<StepRow> Now, IReadOnlyList<StepRow> Before)? Compared { get; init; }

    public required IReadOnlyList<SliceRow> Totals { get; init; }

    public required IReadOnlyList<PartRow> Parts { get; init; }

    public required IReadOnlyList<SliceRow> Untimed { get; init; }

    public required IReadOnlyList<PartRow> UntimedParts { get; init; }

    public required IReadOnlyList<RubricMarker> Rubrics { get; init; }

    public required long? Labels { get; init; }

    public required long LabelsTotal { get; init; }

    /// <summary>Sums per slice: with real times in the span, and without a real time of all times.</summary>
    public IEnumerable<(Slice Slice, GroupSums Sums, bool IsTimed)> All => Of(Totals, true).Concat(Of(Untimed, false));

    public OutcomeView View()
    {
        var all = All.ToList();
        var own = OwnMetric(all);
        // Interactions without an announced outcome count for the workflow's own metric.
        var metrics = all.Where(a => a.Slice.OutcomeMetric is not null && a.Sums.Events > 0)
            .Select(a => a.Slice.OutcomeMetric!)
            .Distinct()
            .OrderByDescending(m => m == own)
            .ThenByDescending(m => all.Where(a => a.Slice.OutcomeMetric == m).Sum(a => a.Sums.Events))
            .ThenBy(m => m, StringComparer.Ordinal)
            .Select(m => new MetricFigures(this, m, m == own).View())
            .ToList();
        return new OutcomeView(
            workflow,
            filter,
            span,
            slices.Where(s => s.Slice.TimeIsReal && filter.Holds(s.Slice)).Max(s => s.Last),
            all.Sum(a => a.Sums.Events),
            all.Where(a => !a.IsTimed).Sum(a => a.Sums.Events),
            Names(s => s.Version),
            Names(s => s.Release).ToHashSet(StringComparer.Ordinal),
            Names(s => s.Segment),
            Names(s => s.Country),
            metrics,
            Traffic(),
            Funnel(all),
            Appeared(),
            Rubrics
        );
    }

    /// <summary>The configured metric of the workflow, or the most frequent one.</summary>
    private string? OwnMetric(List<(Slice Slice, GroupSums Sums, bool IsTimed)> all) =>
        settings is { Configured: true, Metric: { Length: > 0 } own }
            ? own
            : all.Where(a => a.Slice.OutcomeMetric is not null)
                .GroupBy(a => a.Slice.OutcomeMetric!)
                .OrderByDescending(g => g.Sum(a => a.Sums.Events))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .FirstOrDefault()
                ?.Key;

    private IEnumerable<(Slice, GroupSums, bool)> Of(IReadOnlyList<SliceRow> rows, bool isTimed) =>
        rows.Where(r => known.ContainsKey(r.SliceId)).Select(r => (known[r.SliceId], r.Sums, isTimed));

    private List<string> Names(Func<Slice, string?> name) =>
        [.. slices.Select(s => name(s.Slice)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Versions that first appeared within the span and after the first step of the workflow.</summary>
    private List<FirstSeen> Appeared()
    {
        var timed = slices.Where(s => s.Slice.TimeIsReal && s.First is not null).ToList();
        var start = timed.Min(s => s.First);
        return
        [
            .. timed
                .GroupBy(s => s.Slice.Version)
                .Select(g => new FirstSeen(g.Key, g.Min(s => s.First!.Value)))
                .Where(v => v.At >= span.From && v.At < span.To && span.Floor(v.At) > span.Floor(start!.Value))
                .OrderBy(v => v.At)
                .ThenBy(v => v.Version, StringComparer.Ordinal),
        ];
    }

    private TrafficView Traffic()
    {
        var steps = Steps.GroupBy(s => s.Start).OrderBy(g => g.Key).Select(g => Traffic(g.Key, [.. g])).ToList();
        var latency = Parts
            .Where(p => p.Kind == BreakdownKind.Latency)
            .GroupBy(p => p.Day)
            .OrderBy(g => g.Key)
            .Select(g =>
            {
                var bins = g.GroupBy(p => int.Parse(p.Key, CultureInfo.InvariantCulture))
                    .ToDictionary(b => b.Key, b => b.Sum(p => p.Events));
                return (Day: g.Key, Count: bins.Values.Sum(), P95: LatencyQuantile.Of(bins, 0.95));
            })
            .Where(d => d.P95 is not null)
            .Select(d => new LatencyDay(d.Day, d.Count, d.P95!.Value))
            .ToList();
        var signals = Parts
            .Concat(UntimedParts)
            .Where(p => p.Kind == BreakdownKind.Signal)
            .GroupBy(p => p.Key)
            .Select(g => new SignalCount(g.Key, g.Sum(p => p.Events)))
            .Where(s => s.Interactions > 0)
            .OrderByDescending(s => s.Interactions)
            .ThenBy(s => s.Key, StringComparer.Ordinal)
            .ToList();
        var changes = Changes(
            steps.ConvertAll(s => s.Start),
            steps.ConvertAll(s => new OutcomeSums(s.Interactions, s.Negatives, s.Negatives))
        );
        return new TrafficView(
            steps,
            latency,
            [.. steps.SelectMany(s => s.Costs.Keys).Distinct().Order(StringComparer.Ordinal)],
            signals,
            changes
        );
    }

    private static TrafficStep Traffic(DateTimeOffset start, List<StepRow> rows)
    {
        var (events, latencies, tokens) = (rows.Sum(r => r.Sums.Events), rows.Sum(r => r.Sums.LatencyCount), rows.Sum(r => r.Sums.Tokens));
        var costs = rows.Where(r => r.Currency is not null)
            .GroupBy(r => r.Currency!)
            .Select(g => (g.Key, Count: g.Sum(r => r.Sums.CostCount), Sum: g.Sum(r => r.Sums.CostSum)))
            .Where(c => c.Count > 0)
            .ToDictionary(c => c.Key, c => c.Sum / c.Count);
        return new TrafficStep(
            start,
            events,
            rows.Sum(r => r.Sums.Negatives),
            rows.Sum(r => r.Sums.Errors),
            rows.Sum(r => r.Sums.OutcomeCount),
            latencies == 0 ? null : rows.Sum(r => r.Sums.LatencySum) / latencies,
            tokens == 0 ? null : (double)tokens / events,
            costs
        );
    }

    private FunnelView Funnel(List<(Slice Slice, GroupSums Sums, bool IsTimed)> all)
    {
        // Bin 1: no signal. Every interaction is in exactly one bin.
        var silent = Parts.Concat(UntimedParts).Where(p => p is { Kind: BreakdownKind.Proxy, Key: "1" }).Sum(p => p.Events);
        var proxied = Parts.Concat(UntimedParts).Where(p => p.Kind == BreakdownKind.Proxy).Sum(p => p.Events);
        return new FunnelView(all.Sum(a => a.Sums.Events), proxied - silent, all.Sum(a => a.Sums.OutcomeCount), Labels, LabelsTotal);
    }

    public static IReadOnlyList<LevelChange> Changes(IReadOnlyList<DateTimeOffset> starts, IReadOnlyList<OutcomeSums> sums) =>
        [.. ChangePoints.Find(sums).Select(c => new LevelChange(starts[c.Index], c.Before, c.After, c.P))];
}
