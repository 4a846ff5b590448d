using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Outcome dashboards for leads and approvers, and for API callers of the tenant. Reads rollups, so the cost does not grow with traffic.
/// </summary>
public sealed class OutcomeDashboard(
    IDbContextFactory<TriageDbContext> contexts,
    WorkflowDirectory directory,
    WorkflowService workflows,
    TimeProvider time
)
{
    /// <summary>A page of the workflows whose outcomes the person can read, those with the most traffic first.</summary>
    public async Task<ListPage<OutcomeListRow>> ListAsync(
        PersonAccess access,
        string? find = null,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        var rows = await workflows.PageAsync(
            access,
            [Role.Lead, Role.Approver],
            new(find, page, Order: WorkflowOrder.Interactions),
            cancellationToken
        );
        return rows.With<OutcomeListRow>([
            .. rows.Items.Select(r => new OutcomeListRow(
                r.Workflow,
                r.OutcomeMetric,
                r.Counts.Interactions,
                access.Has(Role.Lead, r.Workflow.TenantId, r.Workflow.Id)
            )),
        ]);
    }

    /// <summary>Finds the workflow of an address if the person is its lead or approver; otherwise null.</summary>
    public async Task<WorkflowRef?> FindAsync(
        PersonAccess access,
        string key,
        string? tenantKey,
        CancellationToken cancellationToken = default
    ) =>
        await directory.FindAsync(access, Role.Lead, key, tenantKey, cancellationToken)
        ?? await directory.FindAsync(access, Role.Approver, key, tenantKey, cancellationToken);

    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public async Task<OutcomeView> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        OutcomeFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can read its outcomes.");
        return await ReadAsync(workflow, filter, cancellationToken);
    }

    /// <summary>For API callers of the tenant; null if it has no such workflow.</summary>
    public async Task<OutcomeView?> ReadAsync(
        ApiCaller caller,
        string workflow,
        OutcomeFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : await ReadAsync(found, filter, cancellationToken);
    }

    /// <summary>Without a check of rights: for a feature that has its own, such as the loop report.</summary>
    internal async Task<OutcomeView> ReadAsync(WorkflowRef workflow, OutcomeFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = workflow.Id;
        var settings = await db
            .Workflows.Where(w => w.Id == id)
            .Select(w => new OutcomeSettings(
                w.Configured,
                w.OutcomeMetric,
                w.OutcomeUnit,
                w.OutcomeDirection == OutcomeDirection.LowerIsBetter
            ))
            .SingleAsync(cancellationToken);
        var slices = await OutcomeRows.SlicesAsync(db, id, cancellationToken);
        var chosen = slices.Where(s => filter.Holds(s.Slice)).ToList();
        var timed = chosen.Where(s => s.Slice.TimeIsReal).ToList();
        var (first, end) = (timed.Min(s => s.First), timed.Max(s => s.Last)?.AddMinutes(Data.Rollups.Rollup.Window));
        var span = OutcomeSpan.Of(filter, first, end, time.GetUtcNow());
        if (filter is { FitsTraffic: true, Grain: null } && timed.Count > 0)
        {
            var sums = await OutcomeRows.TotalsAsync(db, timed, span.Grain, span.From, span.To, cancellationToken);
            span = span.Fitting(sums.Sum(s => s.Sums.Events), first, end);
        }

        var untimed = chosen.Exists(s => !s.Slice.TimeIsReal);
        // The period before the last one can start before the span.
        var since = span.To - span.Period - span.Period is var before && before < span.From ? before : span.From;
        var data = new OutcomeData(workflow, filter, span, settings, slices)
        {
            Steps = timed.Count == 0 ? [] : await OutcomeRows.StepsAsync(db, timed, span.Grain, span.From, span.To, cancellationToken),
            Before =
                timed.Count == 0 || since == span.From
                    ? []
                    : await OutcomeRows.OneStepAsync(db, timed, span.Grain, since, span.From, cancellationToken),
            Compared = filter.Compared is { } periods
                ? (
                    periods,
                    await PeriodAsync(db, timed, periods.NowFrom, periods.NowTo, cancellationToken),
                    await PeriodAsync(db, timed, periods.BeforeFrom, periods.BeforeTo, cancellationToken)
                )
                : null,
            Totals = timed.Count == 0 ? [] : await OutcomeRows.TotalsAsync(db, timed, span.Grain, span.From, span.To, cancellationToken),
            Parts = timed.Count == 0 ? [] : await OutcomeRows.PartsAsync(db, timed, span.FirstDay, span.LastDay, cancellationToken),
            Untimed = untimed ? await OutcomeRows.UntimedAsync(db, id, filter, cancellationToken) : [],
            UntimedParts = untimed ? await OutcomeRows.UntimedPartsAsync(db, id, filter, cancellationToken) : [],
            Rubrics = await RubricsAsync(db, workflow, span, cancellationToken),
            Labels = filter is { Version: null, Segment: null, Country: null }
                ? await db
                    .LabelerDays.Where(d => d.WorkflowId == id && d.Day >= span.FirstDay && d.Day <= span.LastDay)
                    .SumAsync(d => (long)d.Labels, cancellationToken)
                : null,
            LabelsTotal = await db.WorkflowCounters.Where(c => c.WorkflowId == id).SumAsync(c => c.Labels, cancellationToken),
        };
        return data.View();
    }

    private static async Task<IReadOnlyList<StepRow>> PeriodAsync(
        TriageDbContext db,
        List<KnownSlice> timed,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) => timed.Count == 0 ? [] : await OutcomeRows.OneStepAsync(db, timed, Data.Rollups.Rollup.Day, from, to, cancellationToken);

    private static async Task<List<RubricMarker>> RubricsAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        OutcomeSpan span,
        CancellationToken cancellationToken
    )
    {
        if (workflow.ActiveRubricVersionId is not { } active)
            return [];
        return await (
            from v in db.RubricVersions
            join a in db.RubricVersions on v.RubricId equals a.RubricId
            where a.Id == active && v.PublishedAt >= span.From && v.PublishedAt < span.To
            orderby v.Number
            select new RubricMarker(v.Number, v.PublishedAt)
        ).ToListAsync(cancellationToken);
    }
}
