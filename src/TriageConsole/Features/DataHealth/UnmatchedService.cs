using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Ingest;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Signals and outcomes that wait for their interaction. Old ones usually name a trace or a task that the sender writes differently.
/// </summary>
public sealed class UnmatchedService(IDbContextFactory<TriageDbContext> contexts)
{
    private const int PageSize = 25;

    /// <summary>The name of a signal is in its stored form, so only the oldest are grouped.</summary>
    private const int MaxGrouped = 5000;

    /// <summary>For the tenants that the person leads as a whole.</summary>
    public async Task<UnmatchedView> ReadAsync(PersonAccess access, int page = 1, CancellationToken cancellationToken = default)
    {
        var (everywhere, tenants, _) = access.Scope(Role.Lead);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, db.PendingSignals.Where(p => everywhere || tenants.Contains(p.TenantId)), page, cancellationToken);
    }

    /// <summary>For the tenant of an API key.</summary>
    public async Task<UnmatchedView> ReadAsync(ApiCaller caller, int page, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, db.PendingSignals.Where(p => p.TenantId == caller.TenantId), page, cancellationToken);
    }

    private static async Task<UnmatchedView> ReadAsync(
        TriageDbContext db,
        IQueryable<PendingSignal> waiting,
        int page,
        CancellationToken cancellationToken
    )
    {
        var oldest = waiting.AsNoTracking().OrderBy(p => p.ReceivedAt).ThenBy(p => p.Id);
        var bodies = await oldest.Take(MaxGrouped).Select(p => new { p.Body, p.ReceivedAt }).ToListAsync(cancellationToken);
        var groups = bodies
            .Select(b => (WaitingSignals.Read(b.Body).Signal, b.ReceivedAt))
            .GroupBy(s => (s.Signal.Type, s.Signal.Name))
            .Select(g => new UnmatchedGroup(g.Key.Type, g.Key.Name, g.Count(), g.Min(s => s.ReceivedAt)))
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Name, StringComparer.Ordinal)
            .ToList();
        var rows = await oldest
            .Join(db.Tenants, p => p.TenantId, t => t.Id, (p, t) => new { Signal = p, Tenant = t.Key })
            .ToPageAsync(page, PageSize, cancellationToken);
        return new UnmatchedView(groups, rows.With<UnmatchedSignal>([.. rows.Items.Select(r => Of(r.Signal, r.Tenant))]));
    }

    private static UnmatchedSignal Of(PendingSignal row, string tenant)
    {
        var signal = WaitingSignals.Read(row.Body).Signal;
        return new UnmatchedSignal(
            tenant,
            signal.Type,
            signal.Name,
            row.TraceId.Length > 0 ? row.TraceId : null,
            row.TaskType,
            row.TaskId,
            row.OutputId,
            row.SessionId,
            row.ReceivedAt
        );
    }
}
