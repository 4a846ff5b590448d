using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.DataHealth;

/// <summary>Reads the input of a check: the latest arrivals as rows, and series over time from the rollups.</summary>
internal static class FindingsReader
{
    public const int MaxRows = 50_000;
    private const int MaxDays = 180;
    private static readonly TimeSpan ByHours = TimeSpan.FromDays(7);

    /// <summary>Reads the rows in order of arrival. They are not held: their texts are large.</summary>
    public static async Task<FieldTable> TableAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var all = db.Interactions.AsNoTracking().Where(i => i.WorkflowId == workflowId);
        var first = await all.OrderByDescending(i => i.Id).Skip(MaxRows - 1).Select(i => i.Id).FirstOrDefaultAsync(cancellationToken);
        var latest = all.Where(i => i.Id >= first).OrderBy(i => i.Id).Take(MaxRows).Select(FindingRow.Of);
        var table = new FieldTable();
        await foreach (var row in latest.AsAsyncEnumerable().WithCancellation(cancellationToken))
            table.Add(row);
        return table;
    }

    public static async Task<List<SliceTotal>> SlicesAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var slices = await db.Slices.AsNoTracking().Where(s => s.WorkflowId == workflowId).ToDictionaryAsync(s => s.Id, cancellationToken);
        var totals = await (
            from s in db.Slices
            where s.WorkflowId == workflowId
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Day && r.Events > 0
            group r by r.SliceId into g
            select new
            {
                g.Key,
                Events = g.Sum(r => r.Events),
                Last = g.Max(r => r.Start),
            }
        ).ToListAsync(cancellationToken);
        return [.. totals.Where(t => slices.ContainsKey(t.Key)).Select(t => new SliceTotal(slices[t.Key], t.Events, t.Last))];
    }

    public static async Task<WorkflowSeries> SeriesAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyList<SliceTotal> slices,
        CancellationToken cancellationToken
    )
    {
        var usable = slices.Where(s => s.Slice.TimeIsReal && !s.Slice.Shadow).ToDictionary(s => s.Slice.Id, s => s.Slice);
        if (usable.Count == 0)
            return new WorkflowSeries([], TimeSpan.FromDays(1), [], []);
        var since = slices.Where(s => usable.ContainsKey(s.Slice.Id)).Max(s => s.Last).AddDays(-MaxDays);
        var days = await StepsAsync(db, workflowId, Rollup.Day, since, cancellationToken);
        var byHours = days.Count > 0 && days.Max(d => d.Start) - days.Min(d => d.Start) < ByHours;
        var steps = byHours ? await StepsAsync(db, workflowId, Rollup.Hour, since, cancellationToken) : days;
        return new WorkflowSeries(
            steps,
            byHours ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1),
            days,
            await SignalsAsync(db, workflowId, DateOnly.FromDateTime(since.UtcDateTime), cancellationToken)
        );
    }

    private static async Task<List<SeriesStep>> StepsAsync(
        TriageDbContext db,
        long workflowId,
        short grain,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from s in db.Slices
            where s.WorkflowId == workflowId && s.TimeIsReal && !s.Shadow
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == grain && r.Start >= since
            group r by new
            {
                r.Start,
                s.OutcomeMetric,
                s.Release,
                s.Model,
            } into g
            select new
            {
                g.Key,
                Events = g.Sum(r => r.Events),
                Negatives = g.Sum(r => r.Negatives),
                Count = g.Sum(r => r.OutcomeCount),
                Sum = g.Sum(r => r.OutcomeSum),
                Squares = g.Sum(r => r.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new SeriesStep(
            r.Key.Start,
            r.Key.OutcomeMetric,
            r.Key.Release ?? r.Key.Model,
            r.Events,
            r.Negatives,
            new OutcomeSums(r.Count, r.Sum, r.Squares)
        ));
    }

    /// <summary>
    /// The interactions with each signal and all interactions, in one statement: of two reads the later one can have more outcomes.
    /// </summary>
    private static async Task<List<SignalDay>> SignalsAsync(
        TriageDbContext db,
        long workflowId,
        DateOnly since,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from s in db.Slices
            where s.WorkflowId == workflowId && s.TimeIsReal && !s.Shadow && s.OutcomeMetric != null
            join b in db.Breakdowns on s.Id equals b.SliceId
            where (b.Kind == BreakdownKind.Signal || b.Kind == BreakdownKind.Proxy) && b.Day >= since && b.OutcomeCount > 0
            group b by new
            {
                b.Day,
                s.OutcomeMetric,
                b.Kind,
                b.Key,
            } into g
            select new
            {
                g.Key,
                Count = g.Sum(b => b.OutcomeCount),
                Sum = g.Sum(b => b.OutcomeSum),
                Squares = g.Sum(b => b.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new SignalDay(
            new DateTimeOffset(r.Key.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            r.Key.OutcomeMetric!,
            r.Key.Kind == BreakdownKind.Signal ? r.Key.Key : null,
            new OutcomeSums(r.Count, r.Sum, r.Squares)
        ));
    }
}
