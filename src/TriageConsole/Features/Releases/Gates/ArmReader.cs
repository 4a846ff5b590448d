using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Rollups;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// Reads the sums of a release from rollups, so that the cost does not grow with traffic. The minutes before the first whole step and
/// after the last one are counted from single interactions, so that nothing outside the period is included.
/// </summary>
internal static class ArmReader
{
    /// <summary>Up to this number of interactions, signals and latencies are counted one by one.</summary>
    private const long Few = 20_000;

    /// <summary>Longer periods are read by hour.</summary>
    private static readonly TimeSpan Fine = TimeSpan.FromDays(14);

    /// <param name="db">The context.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="metric">Its outcome metric; null: no outcomes are read.</param>
    /// <param name="arm">The release and its traffic.</param>
    /// <param name="from">The start of the period, inclusive.</param>
    /// <param name="to">The end of the period, exclusive.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<ArmSums> ReadAsync(
        TriageDbContext db,
        long workflowId,
        string? metric,
        ArmOf arm,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (TimeWindow.Ceiling(from, Rollup.Window), TimeWindow.Floor(to, Rollup.Window));
        if (first > last)
            (first, last) = (to, to);
        // Long periods use hour rollups between the first and the last whole hour.
        var (hours, hoursEnd) =
            to - from > Fine ? (TimeWindow.Ceiling(first, Rollup.Hour), TimeWindow.Floor(last, Rollup.Hour)) : (last, last);
        var slices = db.Slices.Where(s =>
            s.WorkflowId == workflowId
            && s.TimeIsReal
            && s.Shadow == arm.Shadow
            && (s.Overlap & arm.Without) == 0
            && (s.Release ?? s.Model) == arm.Version
        );
        var rows = await (
            from s in slices
            join r in db.Rollups on s.Id equals r.SliceId
            where
                (r.Grain == Rollup.Window && r.Start >= first && r.Start < last && (r.Start < hours || r.Start >= hoursEnd))
                || (r.Grain == Rollup.Hour && r.Start >= hours && r.Start < hoursEnd)
            group r by new
            {
                r.Start,
                Own = s.OutcomeMetric == metric,
                s.Currency,
            } into g
            select new
            {
                g.Key.Start,
                g.Key.Own,
                g.Key.Currency,
                Events = g.Sum(r => r.Events),
                Errors = g.Sum(r => r.Errors),
                Count = g.Sum(r => r.OutcomeCount),
                Sum = g.Sum(r => r.OutcomeSum),
                Squares = g.Sum(r => r.OutcomeSquares),
                CostCount = g.Sum(r => r.CostCount),
                CostSum = g.Sum(r => r.CostSum),
                CostSquares = g.Sum(r => r.CostSquares),
            }
        ).ToListAsync(cancellationToken);
        var steps = rows.GroupBy(r => r.Start)
            .OrderBy(g => g.Key)
            .Select(g => new ArmStep(
                g.Key,
                g.Sum(r => r.Events),
                g.Sum(r => r.Errors),
                g.Where(r => r.Own && metric is not null)
                    .Aggregate(default(OutcomeSums), (sum, r) => sum + new OutcomeSums(r.Count, r.Sum, r.Squares))
            ))
            .ToList();
        var costs = rows.Where(r => r.Currency is not null && r.CostCount > 0)
            .GroupBy(r => r.Currency!)
            .ToDictionary(
                g => g.Key,
                g => g.Aggregate(default(OutcomeSums), (sum, r) => sum + new OutcomeSums(r.CostCount, r.CostSum, r.CostSquares))
            );
        await AddEdgeAsync(db, workflowId, metric, arm, from, first, steps, costs, cancellationToken);
        await AddEdgeAsync(db, workflowId, metric, arm, last, to, steps, costs, cancellationToken);
        var (safety, escalations, events, latency) =
            steps.Sum(s => s.Events) <= Few
                ? await CountedAsync(db, workflowId, arm, from, to, cancellationToken)
                : await PartsAsync(
                    db,
                    slices,
                    DateOnly.FromDateTime(from.UtcDateTime),
                    DateOnly.FromDateTime(to.UtcDateTime),
                    cancellationToken
                );
        return new ArmSums(steps, costs, safety, escalations, events, latency);
    }

    /// <summary>Adds the minutes before the first whole step or after the last one.</summary>
    private static async Task AddEdgeAsync(
        TriageDbContext db,
        long workflowId,
        string? metric,
        ArmOf arm,
        DateTimeOffset from,
        DateTimeOffset to,
        List<ArmStep> steps,
        Dictionary<string, OutcomeSums> costs,
        CancellationToken cancellationToken
    )
    {
        if (from >= to)
            return;
        var (version, shadow, without) = (arm.Version, arm.Shadow, arm.Without);
        var rows = await db
            .Interactions.Where(i =>
                i.WorkflowId == workflowId
                && i.Timestamp >= from
                && i.Timestamp < to
                && i.Shadow == shadow
                && (i.Overlap & without) == 0
                && i.TimeIsReal
                && i.IsRolledUp
                && ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion) == version
            )
            .GroupBy(i => new
            {
                Own = i.OutcomeMetric == metric && i.OutcomeValue != null,
                Currency = i.Cost == null ? null : i.Currency ?? "?",
            })
            .Select(g => new
            {
                g.Key.Own,
                g.Key.Currency,
                Events = g.LongCount(),
                Errors = g.Sum(i => i.ErrorKind == null ? 0 : 1),
                Sum = g.Sum(i => i.OutcomeValue ?? 0),
                Squares = g.Sum(i => (i.OutcomeValue ?? 0) * (i.OutcomeValue ?? 0)),
                CostSum = g.Sum(i => i.Cost ?? 0),
                CostSquares = g.Sum(i => (i.Cost ?? 0) * (i.Cost ?? 0)),
            })
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return;
        steps.Add(
            new ArmStep(
                from,
                rows.Sum(r => r.Events),
                rows.Sum(r => (long)r.Errors),
                rows.Where(r => r.Own && metric is not null)
                    .Aggregate(default(OutcomeSums), (sum, r) => sum + new OutcomeSums(r.Events, r.Sum, r.Squares))
            )
        );
        foreach (var row in rows.Where(r => r.Currency is not null))
            costs[row.Currency!] = costs.GetValueOrDefault(row.Currency!) + new OutcomeSums(row.Events, row.CostSum, row.CostSquares);
    }

    /// <summary>Counts signals and latencies of exactly this period, one by one. Only for few interactions.</summary>
    private static async Task<(long Safety, long Escalations, long Events, Dictionary<int, long> Latency)> CountedAsync(
        TriageDbContext db,
        long workflowId,
        ArmOf arm,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var (version, shadow, without) = (arm.Version, arm.Shadow, arm.Without);
        var own = db.Interactions.Where(i =>
            i.WorkflowId == workflowId
            && i.Timestamp >= from
            && i.Timestamp < to
            && i.Shadow == shadow
            && (i.Overlap & without) == 0
            && i.TimeIsReal
            && i.IsRolledUp
            && ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion) == version
        );
        var ids = own.Select(i => i.Id);
        var signals = await db
            .Signals.Where(s => ids.Contains(s.InteractionId) && s.Polarity != 0 && s.Type != SignalType.Derived)
            .GroupBy(s => s.Name)
            .Select(g => new { Name = g.Key, Events = g.Select(s => s.InteractionId).Distinct().LongCount() })
            .ToListAsync(cancellationToken);
        var times = await own.Select(i => i.ClientLatencyMs ?? i.ServerLatencyMs).ToListAsync(cancellationToken);
        return (
            signals.Where(s => SignalFamilies.IsSafety(s.Name)).Sum(s => s.Events),
            signals.Where(s => SignalFamilies.IsEscalation(s.Name)).Sum(s => s.Events),
            times.Count,
            times.OfType<double>().Where(ms => ms >= 0).GroupBy(RollupChanges.LatencyBin).ToDictionary(g => g.Key, g => (long)g.Count())
        );
    }

    /// <summary>Reads what is stored per day only: signals by name, latencies by bin.</summary>
    private static async Task<(long Safety, long Escalations, long Events, Dictionary<int, long> Latency)> PartsAsync(
        TriageDbContext db,
        IQueryable<Slice> slices,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var parts = await (
            from s in slices
            join b in db.Breakdowns on s.Id equals b.SliceId
            where b.Day >= @from && b.Day <= to
            group b by new { b.Kind, b.Key } into g
            select new
            {
                g.Key.Kind,
                g.Key.Key,
                Events = g.Sum(b => b.Events),
            }
        ).ToListAsync(cancellationToken);
        var signals = parts
            .Where(p => p.Kind == BreakdownKind.Signal)
            .Select(p => (Name: p.Key[(p.Key.IndexOf(':', StringComparison.Ordinal) + 1)..], p.Events))
            .ToList();
        // An interaction with two kinds of findings counts at most twice; shares are capped at 1.
        return (
            signals.Where(s => SignalFamilies.IsSafety(s.Name)).Sum(s => s.Events),
            signals.Where(s => SignalFamilies.IsEscalation(s.Name)).Sum(s => s.Events),
            parts.Where(p => p.Kind == BreakdownKind.Proxy).Sum(p => p.Events),
            parts
                .Where(p => p.Kind == BreakdownKind.Latency)
                .ToDictionary(p => int.Parse(p.Key, CultureInfo.InvariantCulture), p => p.Events)
        );
    }
}
