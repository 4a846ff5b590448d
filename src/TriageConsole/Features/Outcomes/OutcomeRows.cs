using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The queries of a dashboard. They read rollups, grouped in the database, and no single interactions.</summary>
internal static class OutcomeRows
{
    /// <summary>All slices of a workflow except shadows, a few thousand at most, with two index lookups each for first and last.</summary>
    public static async Task<List<KnownSlice>> SlicesAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var rows = await db
            .Slices.AsNoTracking()
            .Where(s => s.WorkflowId == workflowId && !s.Shadow)
            .Select(s => new
            {
                Slice = s,
                First = db.Rollups.Where(r => r.SliceId == s.Id && r.Grain == Rollup.Window).Min(r => (DateTimeOffset?)r.Start),
                Last = db.Rollups.Where(r => r.SliceId == s.Id && r.Grain == Rollup.Window).Max(r => (DateTimeOffset?)r.Start),
            })
            .ToListAsync(cancellationToken);
        // A slice whose interactions moved to another metric has only rows with zeros.
        return rows.ConvertAll(r => new KnownSlice(r.Slice, r.First, r.Last));
    }

    public static Task<List<StepRow>> StepsAsync(
        TriageDbContext db,
        IReadOnlyCollection<KnownSlice> slices,
        short grain,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) =>
        (
            from r in Of(db, slices, @from, to)
            join s in db.Slices on r.SliceId equals s.Id
            where r.Grain == grain && r.Start >= @from && r.Start < to && r.Events > 0
            group r by new
            {
                s.Release,
                s.Model,
                s.OutcomeMetric,
                s.Currency,
                r.Start,
            } into g
            select new StepRow(
                g.Key.Release,
                g.Key.Model,
                g.Key.OutcomeMetric,
                g.Key.Currency,
                g.Key.Start,
                new GroupSums
                {
                    Events = g.Sum(r => r.Events),
                    Negatives = g.Sum(r => r.Negatives),
                    Errors = g.Sum(r => r.Errors),
                    OutcomeCount = g.Sum(r => r.OutcomeCount),
                    OutcomeSum = g.Sum(r => r.OutcomeSum),
                    OutcomeSquares = g.Sum(r => r.OutcomeSquares),
                    LatencyCount = g.Sum(r => r.LatencyCount),
                    LatencySum = g.Sum(r => r.LatencySum),
                    Tokens = g.Sum(r => r.TokenSum),
                    CostCount = g.Sum(r => r.CostCount),
                    CostSum = g.Sum(r => r.CostSum),
                }
            )
        ).ToListAsync(cancellationToken);

    /// <summary>The sums of each version in a period, as one step at its start.</summary>
    public static Task<List<StepRow>> OneStepAsync(
        TriageDbContext db,
        IReadOnlyCollection<KnownSlice> slices,
        short grain,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) =>
        (
            from r in Within(Of(db, slices, @from, to), grain, @from, to)
            join s in db.Slices on r.SliceId equals s.Id
            group r by new
            {
                s.Release,
                s.Model,
                s.OutcomeMetric,
                s.Currency,
            } into g
            select new StepRow(
                g.Key.Release,
                g.Key.Model,
                g.Key.OutcomeMetric,
                g.Key.Currency,
                @from,
                new GroupSums
                {
                    Events = g.Sum(r => r.Events),
                    OutcomeCount = g.Sum(r => r.OutcomeCount),
                    OutcomeSum = g.Sum(r => r.OutcomeSum),
                    OutcomeSquares = g.Sum(r => r.OutcomeSquares),
                }
            )
        ).ToListAsync(cancellationToken);

    public static Task<List<SliceRow>> TotalsAsync(
        TriageDbContext db,
        IReadOnlyCollection<KnownSlice> slices,
        short grain,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) => BySliceAsync(Within(Of(db, slices, from, to), grain, from, to), cancellationToken);

    /// <summary>Sums of interactions without a real time, regardless of their time.</summary>
    public static Task<List<SliceRow>> UntimedAsync(
        TriageDbContext db,
        long workflowId,
        OutcomeFilter filter,
        CancellationToken cancellationToken
    ) =>
        BySliceAsync(
            from r in db.Rollups
            join s in Chosen(db, workflowId, filter, timeIsReal: false) on r.SliceId equals s.Id
            where r.Grain == Rollup.Day
            select r,
            cancellationToken
        );

    public static Task<List<PartRow>> PartsAsync(
        TriageDbContext db,
        IReadOnlyCollection<KnownSlice> slices,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var ids = Within(
            slices,
            new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero),
            new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
        );
        return ByDayAsync(db.Breakdowns.Where(b => ids.Contains(b.SliceId) && b.Day >= from && b.Day <= to), db.Slices, cancellationToken);
    }

    public static Task<List<PartRow>> UntimedPartsAsync(
        TriageDbContext db,
        long workflowId,
        OutcomeFilter filter,
        CancellationToken cancellationToken
    ) => ByDayAsync(db.Breakdowns, Chosen(db, workflowId, filter, timeIsReal: false), cancellationToken);

    private static Task<List<SliceRow>> BySliceAsync(IQueryable<Rollup> rollups, CancellationToken cancellationToken) =>
        rollups
            .GroupBy(r => r.SliceId)
            .Select(g => new SliceRow(
                g.Key,
                new GroupSums
                {
                    Events = g.Sum(r => r.Events),
                    Negatives = g.Sum(r => r.Negatives),
                    Errors = g.Sum(r => r.Errors),
                    OutcomeCount = g.Sum(r => r.OutcomeCount),
                    OutcomeSum = g.Sum(r => r.OutcomeSum),
                    OutcomeSquares = g.Sum(r => r.OutcomeSquares),
                }
            ))
            .ToListAsync(cancellationToken);

    /// <summary>
    /// The rollups of slices that have data in a period, selected by id: each is a short range of the index. Selected by the properties of
    /// the slices, the database would scan the whole table.
    /// </summary>
    private static IQueryable<Rollup> Of(TriageDbContext db, IReadOnlyCollection<KnownSlice> slices, DateTimeOffset from, DateTimeOffset to)
    {
        var ids = Within(slices, from, to);
        return db.Rollups.Where(r => ids.Contains(r.SliceId));
    }

    private static long[] Within(IReadOnlyCollection<KnownSlice> slices, DateTimeOffset from, DateTimeOffset to) =>
        [.. slices.Where(s => s.First < to && s.Last >= from.AddMinutes(-Rollup.Window)).Select(s => s.Slice.Id)];

    /// <summary>Whole days from day rollups, the rest before and after from the finer ones.</summary>
    private static IQueryable<Rollup> Within(IQueryable<Rollup> rollups, short grain, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (Midnight(from.AddDays(1).AddTicks(-1)), Midnight(to));
        if (grain == Rollup.Day || first >= last)
            return rollups.Where(r => r.Grain == grain && r.Start >= from && r.Start < to);
        var days = rollups.Where(r => r.Grain == Rollup.Day && r.Start >= first && r.Start < last);
        if (from < first)
            days = days.Concat(rollups.Where(r => r.Grain == grain && r.Start >= from && r.Start < first));
        return last < to ? days.Concat(rollups.Where(r => r.Grain == grain && r.Start >= last && r.Start < to)) : days;
    }

    private static DateTimeOffset Midnight(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static async Task<List<PartRow>> ByDayAsync(
        IQueryable<Breakdown> breakdowns,
        IQueryable<Slice> slices,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from b in breakdowns
            join s in slices on b.SliceId equals s.Id
            group b by new
            {
                s.OutcomeMetric,
                b.Day,
                b.Kind,
                b.Key,
            } into g
            select new
            {
                g.Key,
                Events = g.Sum(b => b.Events),
                Count = g.Sum(b => b.OutcomeCount),
                Sum = g.Sum(b => b.OutcomeSum),
                Squares = g.Sum(b => b.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new PartRow(
            r.Key.OutcomeMetric,
            r.Key.Day,
            r.Key.Kind,
            r.Key.Key,
            r.Events,
            new OutcomeSums(r.Count, r.Sum, r.Squares)
        ));
    }

    private static IQueryable<Slice> Chosen(TriageDbContext db, long workflowId, OutcomeFilter filter, bool timeIsReal)
    {
        var slices = db.Slices.Where(s => s.WorkflowId == workflowId && !s.Shadow && s.TimeIsReal == timeIsReal);
        if (filter.Version is { } version)
            slices = slices.Where(s => (s.Release ?? s.Model) == version);
        if (filter.Segment is { } segment)
            slices = slices.Where(s => s.Segment == segment);
        if (filter.Country is { } country)
            slices = slices.Where(s => s.Country == country);
        return slices;
    }
}
