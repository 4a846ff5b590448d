using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Compares the outcomes of last week with the week before, for many workflows at once. It reads sums per day; the last week ends with the
/// current day (UTC).
/// </summary>
public sealed class WeekReader(IDbContextFactory<TriageDbContext> contexts, WorkflowService workflows, TimeProvider time)
{
    /// <summary>The number of workflows that are compared and sorted: those with the most traffic.</summary>
    public const int MaxCompared = 500;

    private const int Days = 30;

    /// <summary>The workflows whose outcomes the person can read, worst first, without those beyond <see cref="MaxCompared"/>.</summary>
    public async Task<ListPage<WeekRow>> PageAsync(
        PersonAccess access,
        string? find = null,
        int page = 1,
        int size = Paging.Rows,
        CancellationToken cancellationToken = default
    )
    {
        var found = await workflows.PageAsync(
            access,
            [Role.Lead, Role.Approver],
            new(find, Size: MaxCompared, Order: WorkflowOrder.Interactions),
            cancellationToken
        );
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (middle, end) = Weeks();
        var sums = await SumsAsync(db, [.. found.Items.Select(w => w.Workflow)], end, cancellationToken);
        // The order of the workflows, by traffic, decides between equal rows.
        var rows = sums.ConvertAll(s => (Sums: s, Row: s.Row(middle, Link(s.Workflow, middle, null, null))));
        var shown = rows.OrderBy(r => r.Row.Order).ToList().ToPage(page, size);
        var full = await ExplainedAsync(db, access, shown.Items, middle, end, cancellationToken);
        return shown.With(full);
    }

    /// <summary>The workflows of the person with the most traffic, with interactions, in the order of traffic.</summary>
    public async Task<(IReadOnlyList<WeekRow> Rows, int Total)> BusiestAsync(
        PersonAccess access,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        var found = await workflows.PageAsync(
            access,
            [Role.Lead, Role.Approver],
            new(Size: count, Order: WorkflowOrder.Interactions),
            cancellationToken
        );
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (middle, end) = Weeks();
        var busy = found.Items.Where(w => w.Counts.Interactions > 0).Select(w => w.Workflow).ToList();
        var sums = await SumsAsync(db, busy, end, cancellationToken);
        var rows = sums.ConvertAll(s => (s, s.Row(middle, Link(s.Workflow, middle, null, null))));
        return (await ExplainedAsync(db, access, rows, middle, end, cancellationToken), found.Total);
    }

    private (DateTimeOffset Middle, DateTimeOffset End) Weeks()
    {
        var end = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return (end.AddDays(-7), end);
    }

    private static async Task<List<WeekSums>> SumsAsync(
        TriageDbContext db,
        IReadOnlyList<WorkflowRef> workflows,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var ids = workflows.Select(w => w.Id).ToArray();
        var settings = await db
            .Workflows.Where(w => ids.Contains(w.Id))
            .Select(w => new
            {
                w.Id,
                Settings = new OutcomeSettings(
                    w.Configured,
                    w.OutcomeMetric,
                    w.OutcomeUnit,
                    w.OutcomeDirection == OutcomeDirection.LowerIsBetter
                ),
            })
            .ToDictionaryAsync(w => w.Id, w => w.Settings, cancellationToken);
        var slices = await SlicesAsync(db, ids, cancellationToken);
        var start = end.AddDays(-Days);
        var days = await (
            from r in db.Rollups
            where slices.Contains(r.SliceId) && r.Grain == Rollup.Day && r.Start >= start && r.Start < end && r.Events > 0
            join s in db.Slices on r.SliceId equals s.Id
            where s.OutcomeMetric != null
            group r by new
            {
                s.WorkflowId,
                s.OutcomeMetric,
                r.Start,
            } into g
            select new
            {
                g.Key.WorkflowId,
                g.Key.OutcomeMetric,
                g.Key.Start,
                Events = g.Sum(r => r.Events),
                Count = g.Sum(r => r.OutcomeCount),
                Sum = g.Sum(r => r.OutcomeSum),
                Squares = g.Sum(r => r.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        var byWorkflow = days.ToLookup(d => d.WorkflowId);
        return workflows
            .Select(w =>
            {
                var own = settings.GetValueOrDefault(w.Id);
                var metric = own is { Configured: true, Metric: { Length: > 0 } named }
                    ? named
                    : byWorkflow[w.Id]
                        .GroupBy(d => d.OutcomeMetric)
                        .OrderByDescending(g => g.Sum(d => d.Events))
                        .ThenBy(g => g.Key, StringComparer.Ordinal)
                        .FirstOrDefault()
                        ?.Key;
                return new WeekSums(
                    w,
                    own,
                    metric,
                    [
                        .. byWorkflow[w.Id]
                            .Where(d => d.OutcomeMetric == metric)
                            .OrderBy(d => d.Start)
                            .Select(d => (d.Start, new OutcomeSums(d.Count, d.Sum, d.Squares))),
                    ]
                );
            })
            .ToList();
    }

    /// <summary>By id, so that each slice is a short range of the index of rollups.</summary>
    private static Task<long[]> SlicesAsync(TriageDbContext db, long[] workflows, CancellationToken cancellationToken) =>
        db
            .Slices.Where(s => workflows.Contains(s.WorkflowId) && !s.Shadow && s.TimeIsReal)
            .Select(s => s.Id)
            .ToArrayAsync(cancellationToken);

    /// <summary>Adds the versions, segments and patterns that explain the changes. Only for the rows that are shown.</summary>
    private static async Task<IReadOnlyList<WeekRow>> ExplainedAsync(
        TriageDbContext db,
        PersonAccess access,
        IReadOnlyList<(WeekSums Sums, WeekRow Row)> rows,
        DateTimeOffset middle,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(r => r.Row.Workflow.Id).ToArray();
        var slices = await SlicesAsync(db, ids, cancellationToken);
        var start = middle.AddDays(-7);
        var sums = await (
            from r in db.Rollups
            where slices.Contains(r.SliceId) && r.Grain == Rollup.Day && r.Start >= start && r.Start < end && r.OutcomeCount > 0
            join s in db.Slices on r.SliceId equals s.Id
            group r by new
            {
                s.WorkflowId,
                s.OutcomeMetric,
                Version = s.Release ?? s.Model,
                s.Segment,
                IsNow = r.Start >= middle,
            } into g
            select new WeekPart(
                g.Key.WorkflowId,
                g.Key.OutcomeMetric,
                g.Key.Version,
                g.Key.Segment,
                g.Key.IsNow,
                g.Sum(r => r.OutcomeCount),
                g.Sum(r => r.OutcomeSum),
                g.Sum(r => r.OutcomeSquares)
            )
        ).ToListAsync(cancellationToken);
        var parts = sums.ToLookup(p => p.WorkflowId);
        var patterns = await PatternsAsync(
            db,
            [.. rows.Select(r => r.Row.Workflow).Where(w => access.Has(Role.Lead, w.TenantId, w.Id))],
            middle,
            end,
            cancellationToken
        );
        return
        [
            .. rows.Select(r =>
                r.Row with
                {
                    Contributors = Contributors(r.Sums, [.. parts[r.Row.Workflow.Id].Where(p => p.Metric == r.Sums.Metric)], middle),
                    Pattern = patterns.GetValueOrDefault(r.Row.Workflow.Id),
                }
            ),
        ];
    }

    private static IReadOnlyList<WeekContributor> Contributors(WeekSums sums, IReadOnlyList<WeekPart> parts, DateTimeOffset middle)
    {
        const int MaxVersions = 3;
        const int MaxSegments = 2;
        var versions = Groups(p => p.Version);
        var segments = Groups(p => p.Segment ?? "(none)");
        return
        [
            .. WeekContributor
                .Of(versions, sums.LowerIsBetter)
                .Take(MaxVersions)
                .Select(c => c with { Link = Link(sums.Workflow, middle, c.Name, null) }),
            // A single segment is the whole change.
            .. segments.Count < 2
                ? []
                : WeekContributor
                    .Of(segments, sums.LowerIsBetter)
                    .Take(MaxSegments)
                    .Select(c => c with { Kind = "segment", Link = Link(sums.Workflow, middle, null, c.Name == "(none)" ? null : c.Name) }),
        ];

        List<(string Name, OutcomeSums Before, OutcomeSums Now)> Groups(Func<WeekPart, string> name) =>
            [.. parts.GroupBy(name).Select(g => (g.Key, Sum(g.Where(p => !p.IsNow)), Sum(g.Where(p => p.IsNow))))];

        static OutcomeSums Sum(IEnumerable<WeekPart> some) => some.Aggregate(default(OutcomeSums), (sum, p) => sum + p.Sums);
    }

    /// <summary>Per workflow the current pattern whose failures increased most.</summary>
    private static async Task<Dictionary<long, WeekPattern>> PatternsAsync(
        TriageDbContext db,
        IReadOnlyList<WorkflowRef> led,
        DateTimeOffset middle,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var workflows = led.ToDictionary(w => w.Id);
        var ids = workflows.Keys.ToArray();
        var (start, between, last) = (Day(middle.AddDays(-7)), Day(middle), Day(end));
        var rows = await db
            .FailurePatterns.Where(p => ids.Contains(p.WorkflowId) && p.IsCurrent)
            .Select(p => new
            {
                p.Id,
                p.WorkflowId,
                p.Name,
                p.Rank,
                Before = db.PatternDays.Where(d => d.PatternId == p.Id && d.Day >= start && d.Day < between).Sum(d => d.Failures),
                Now = db.PatternDays.Where(d => d.PatternId == p.Id && d.Day >= between && d.Day < last).Sum(d => d.Failures),
            })
            .ToListAsync(cancellationToken);
        return rows.Where(p => p.Now > p.Before)
            .GroupBy(p => p.WorkflowId)
            .ToDictionary(
                g => g.Key,
                g =>
                {
                    var (p, w) = (g.OrderByDescending(p => p.Now - p.Before).ThenBy(p => p.Rank).First(), workflows[g.Key]);
                    var id = p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    return new WeekPattern(p.Name, Components.Addresses.Workflow("patterns", w.TenantKey, w.Key, id), p.Before, p.Now);
                }
            );
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Link(WorkflowRef workflow, DateTimeOffset middle, string? version, string? segment) =>
        OutcomeLinks.To(
            workflow,
            new OutcomeFilter
            {
                From = middle.AddDays(-7),
                To = middle.AddDays(7),
                Version = version,
                Segment = segment,
            }
        );
}
