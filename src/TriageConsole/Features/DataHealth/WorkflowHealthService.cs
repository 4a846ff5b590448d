using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>A lead's overview of incoming data.</summary>
public sealed class WorkflowHealthService(IDbContextFactory<TriageDbContext> contexts, IMemoryCache cache, TimeProvider time)
{
    /// <summary>Small, because each card counts the fields of its workflow.</summary>
    private const int PageSize = 10;

    private const int ScopesShown = 10;

    /// <summary>The name of interactions without a consent scope.</summary>
    internal const string NoConsent = "none";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>A page of the workflows that the person leads, those with alerts first; or the named workflow.</summary>
    public async Task<ListPage<WorkflowHealth>> ListAsync(
        PersonAccess access,
        string? workflow,
        string? tenant,
        string? find = null,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var led = db
            .Workflows.AsNoTracking()
            .InReach(access.Scope(Role.Lead))
            .Where(w => (workflow == null || w.Key == workflow) && (tenant == null || w.Tenant!.Key == tenant))
            .Named(find);
        return await PageAsync(db, led, page, cancellationToken);
    }

    /// <summary>A page of the workflows of the tenant of an API key, those with alerts first; or the named workflow.</summary>
    public async Task<ListPage<WorkflowHealth>> ListAsync(
        ApiCaller caller,
        string? workflow,
        int page,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = db.Workflows.AsNoTracking().Where(w => w.TenantId == caller.TenantId && (workflow == null || w.Key == workflow));
        return await PageAsync(db, own, page, cancellationToken);
    }

    private async Task<ListPage<WorkflowHealth>> PageAsync(
        TriageDbContext db,
        IQueryable<Workflow> workflows,
        int page,
        CancellationToken cancellationToken
    )
    {
        var found = await workflows
            .OrderByDescending(w => db.Findings.Count(f => f.WorkflowId == w.Id && f.IsCurrent && f.Level == FindingLevel.Alert))
            .ThenByDescending(w => db.Findings.Count(f => f.WorkflowId == w.Id && f.IsCurrent))
            .ThenBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .ThenBy(w => w.Id)
            .Select(w => new
            {
                w.Id,
                w.TenantId,
                TenantKey = w.Tenant!.Key,
                w.Key,
                w.Name,
                w.Configured,
                w.ActiveRubricVersionId,
                Last = db.Interactions.Where(i => i.WorkflowId == w.Id).Max(i => (DateTimeOffset?)i.Timestamp),
            })
            .ToPageAsync(page, PageSize, cancellationToken);
        var ids = found.Items.Select(w => w.Id).ToArray();
        var findings = (
            await db.Findings.AsNoTracking().Where(f => f.IsCurrent && ids.Contains(f.WorkflowId)).ToListAsync(cancellationToken)
        ).ToLookup(f => f.WorkflowId);
        var (week, day) = (
            await EventsAsync(db, ids, TimeSpan.FromDays(7), cancellationToken),
            await EventsAsync(db, ids, TimeSpan.FromDays(1), cancellationToken)
        );
        var rows = new List<WorkflowHealth>();
        foreach (var w in found.Items)
        {
            var fill = await FillAsync(db, w.Id, cancellationToken);
            rows.Add(
                new WorkflowHealth(
                    new WorkflowRef(w.Id, w.TenantId, w.TenantKey, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId),
                    day.GetValueOrDefault(w.Id),
                    week.GetValueOrDefault(w.Id),
                    w.Last,
                    fill.Counts.Rows,
                    fill.Counts.Joined,
                    fill.Counts.Fields,
                    fill.Consent,
                    [.. FindingsService.Ordered(findings[w.Id])]
                )
            );
        }

        return found.With<WorkflowHealth>(rows);
    }

    /// <summary>
    /// The number of current alerts of the workflows that the person leads, the most first, up to a limit. Workflows without alerts are
    /// left out.
    /// </summary>
    public async Task<IReadOnlyList<(WorkflowRef Workflow, int Alarms)>> AlarmsAsync(
        PersonAccess access,
        int most = 20,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Workflows.InReach(access.Scope(Role.Lead))
            .Select(w => new
            {
                w.Id,
                w.TenantId,
                TenantKey = w.Tenant!.Key,
                w.Key,
                w.Name,
                w.Configured,
                w.ActiveRubricVersionId,
                Alarms = db.Findings.Count(f => f.WorkflowId == w.Id && f.IsCurrent && f.Level == FindingLevel.Alert),
            })
            .Where(w => w.Alarms > 0)
            .OrderByDescending(w => w.Alarms)
            .ThenBy(w => w.TenantKey)
            .ThenBy(w => w.Name)
            .Take(most)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(w =>
            (new WorkflowRef(w.Id, w.TenantId, w.TenantKey, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId), w.Alarms)
        );
    }

    private async Task<Dictionary<long, long>> EventsAsync(
        TriageDbContext db,
        long[] workflows,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var since = now - span;
        // Slices by name: each is a short index scan.
        var slices = await db
            .Slices.Where(s => workflows.Contains(s.WorkflowId))
            .Select(s => new { s.Id, s.WorkflowId })
            .ToListAsync(cancellationToken);
        var ids = slices.ConvertAll(s => s.Id).ToArray();
        var sums = await db
            .Rollups.Where(r => ids.Contains(r.SliceId) && r.Grain == Rollup.Hour && r.Start > since)
            .GroupBy(r => r.SliceId)
            .Select(g => new { g.Key, Events = g.Sum(r => r.Events) })
            .ToDictionaryAsync(g => g.Key, g => g.Events, cancellationToken);
        return slices.GroupBy(s => s.WorkflowId).ToDictionary(g => g.Key, g => g.Sum(s => sums.GetValueOrDefault(s.Id)));
    }

    private async Task<(FieldCounts Counts, IReadOnlyList<FieldFill> Consent)> FillAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        var key = $"field-fill:{workflowId}";
        if (cache.TryGetValue(key, out (FieldCounts, IReadOnlyList<FieldFill>) known))
            return known;
        var latest = db.Interactions.Where(i => i.WorkflowId == workflowId).OrderByDescending(i => i.Id).Take(FindingsReader.MaxRows);
        var counts = await FieldCounts.OfAsync(latest, cancellationToken);
        var scopes = await latest
            .GroupBy(i => i.ConsentScope)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count)
            .Take(ScopesShown)
            .ToListAsync(cancellationToken);
        (FieldCounts, IReadOnlyList<FieldFill>) fill = (
            counts,
            [.. scopes.OrderByDescending(s => s.Count).Select(s => new FieldFill(s.Key ?? NoConsent, (double)s.Count / counts.Rows))]
        );
        return cache.Set(key, fill, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
    }
}
