using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>Reads patterns and changes their owner and state.</summary>
public sealed partial class PatternService(
    IDbContextFactory<TriageDbContext> contexts,
    InteractionService interactions,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int MaxListed = 100;

    /// <summary>A page of the workflows that the person leads, those with the most new or regressed patterns first.</summary>
    public async Task<ListPage<WorkflowPatterns>> OverviewAsync(
        PersonAccess access,
        string? find = null,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var shown = db.FailurePatterns.Where(Snoozed(time.GetUtcNow(), false));
        var rows =
            from w in db.Workflows.AsNoTracking().InReach(access.Scope(Role.Lead)).Named(find)
            select new
            {
                w.Id,
                w.TenantId,
                TenantKey = w.Tenant!.Key,
                w.Key,
                w.Name,
                w.Configured,
                w.ActiveRubricVersionId,
                Current = db.FailurePatterns.Count(p => p.WorkflowId == w.Id && p.IsCurrent),
                Waiting = shown.Count(p =>
                    p.WorkflowId == w.Id && p.IsCurrent && (p.State == PatternState.New || p.State == PatternState.Regressed)
                ),
                Max = db.FailurePatterns.Where(p => p.WorkflowId == w.Id && p.IsCurrent).Max(p => (double?)p.Impact) ?? 0,
                w.OutcomeUnit,
                w.OutcomeMetric,
                w.ValuePerUnit,
                SearchedAt = db.PatternRuns.Where(r => r.WorkflowId == w.Id).Select(r => r.FinishedAt).FirstOrDefault(),
            };
        var found = await rows.OrderByDescending(r => r.Waiting)
            .ThenByDescending(r => r.Max)
            .ThenBy(r => r.Name)
            .ThenBy(r => r.Id)
            .ToPageAsync(page, Paging.Rows, cancellationToken);
        return found.With<WorkflowPatterns>([
            .. found.Items.Select(r => new WorkflowPatterns(
                new WorkflowRef(r.Id, r.TenantId, r.TenantKey, r.Key, r.Name, r.Configured, r.ActiveRubricVersionId),
                r.Current,
                r.Waiting,
                r.Max,
                ImpactUnit.Of(r.OutcomeUnit, r.OutcomeMetric, r.ValuePerUnit),
                r.SearchedAt
            )),
        ]);
    }

    /// <summary>
    /// The last search, null before the first one, and the patterns: current ones by weekly impact, then others by last occurrence.
    /// </summary>
    public async Task<(SearchReport? Search, IReadOnlyList<PatternReport> Patterns)> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        return await ListAsync(workflow.Id, null, every: true, cancellationToken);
    }

    /// <summary>The same for API callers of the tenant; null if the tenant has no such workflow.</summary>
    public async Task<(SearchReport? Search, IReadOnlyList<PatternReport> Patterns)?> ListAsync(
        ApiCaller caller,
        string workflow,
        PatternState? state,
        bool every,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } workflowId ? await ListAsync(workflowId, state, every || state is not null, cancellationToken) : null;
    }

    /// <summary>One pattern with its latest failures; null if the workflow has no such pattern.</summary>
    public async Task<PatternDetail?> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        string? cursor = null,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = await db
            .FailurePatterns.AsNoTracking()
            .Include(p => p.Owner)
            .SingleOrDefaultAsync(p => p.Id == patternId && p.WorkflowId == workflow.Id, cancellationToken);
        if (pattern is null)
            return null;
        var days = await db
            .PatternDays.AsNoTracking()
            .Where(d => d.PatternId == patternId)
            .OrderBy(d => d.Day)
            .ToListAsync(cancellationToken);
        var versions = await (
            from m in db.PatternMembers
            where m.PatternId == patternId
            join i in db.Interactions on m.InteractionId equals i.Id
            group i by new
            {
                i.Release,
                i.ModelId,
                i.ModelVersion,
            } into g
            orderby g.Count() descending
            select new { g.Key, Count = g.Count() }
        )
            .Take(20)
            .ToListAsync(cancellationToken);
        var people = await PeopleAsync(db, workflow, cancellationToken);
        var failures = await interactions.OfPatternAsync(access, workflow, patternId, cursor, 50, cancellationToken);
        return new PatternDetail(
            PatternReports.Report(pattern, [.. days.Select(d => new TrendDay(d.Day, d.Interactions, d.Failures))]),
            new PatternStanding(pattern.State, pattern.OwnerId),
            pattern.StateChangedAt,
            pattern.StateChangedBy,
            [.. versions.Select(v => new VersionShare(PatternReports.Named(v.Key.Release, v.Key.ModelId, v.Key.ModelVersion), v.Count))],
            failures,
            people
        );
    }

    /// <summary>The people who can own a pattern of the workflow.</summary>
    public async Task<IReadOnlyList<PatternPerson>> PeopleAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PeopleAsync(db, workflow, cancellationToken);
    }

    /// <summary>
    /// The last search, a page of the current patterns by weekly impact or of the others by last occurrence, and the number of new or
    /// regressed ones. Of the current patterns, either those that are snoozed or the others.
    /// </summary>
    public async Task<(SearchReport? Search, ListPage<PatternReport> Patterns, int Waiting)> PageAsync(
        PersonAccess access,
        WorkflowRef workflow,
        bool inForce,
        int page,
        bool snoozed = false,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.FailurePatterns.AsNoTracking().Include(p => p.Owner).Where(p => p.WorkflowId == workflow.Id && p.IsCurrent == inForce);
        if (inForce)
            all = all.Where(Snoozed(time.GetUtcNow(), snoozed));
        var waiting = await all.CountAsync(p => p.State == PatternState.New || p.State == PatternState.Regressed, cancellationToken);
        var found = await (
            inForce ? all.OrderByDescending(p => p.Impact).ThenByDescending(p => p.LastSeenAt) : all.OrderByDescending(p => p.LastSeenAt)
        )
            .ThenBy(p => p.Id)
            .ToPageAsync(page, Paging.Rows, cancellationToken);
        return (
            await PatternReports.SearchOfAsync(db, workflow.Id, cancellationToken),
            found.With(await PatternReports.ReportsAsync(db, found.Items, cancellationToken)),
            waiting
        );
    }

    private async Task<(SearchReport?, IReadOnlyList<PatternReport>)> ListAsync(
        long workflowId,
        PatternState? state,
        bool every,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Include(p => p.Owner)
            .Where(p => p.WorkflowId == workflowId && (every || p.IsCurrent) && (state == null || p.State == state))
            .OrderByDescending(p => p.IsCurrent)
            .ThenByDescending(p => p.Impact)
            .ThenByDescending(p => p.LastSeenAt)
            .Take(MaxListed)
            .ToListAsync(cancellationToken);
        return (
            await PatternReports.SearchOfAsync(db, workflowId, cancellationToken),
            await PatternReports.ReportsAsync(db, patterns, cancellationToken)
        );
    }

    private static Task<List<PatternPerson>> PeopleAsync(TriageDbContext db, WorkflowRef workflow, CancellationToken cancellationToken) =>
        Leads(db, workflow).OrderBy(u => u.DisplayName).Select(u => new PatternPerson(u.Id, u.DisplayName)).ToListAsync(cancellationToken);

    private static IQueryable<AppUser> Leads(TriageDbContext db, WorkflowRef workflow) =>
        db.Users.Where(u =>
            u.DisabledAt == null
            && db.RoleGrants.Any(g =>
                g.UserId == u.Id
                && g.Role == Role.Lead
                && g.TenantId == workflow.TenantId
                && (g.WorkflowId == null || g.WorkflowId == workflow.Id)
            )
        );

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can read its patterns.");
    }
}
