using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>Quarantined lines and signals that wait for their interaction. Corrected lines are sent again from here.</summary>
public sealed class DataHealthService(IDbContextFactory<TriageDbContext> contexts, IngestService ingest, TimeProvider time)
{
    private const int LinesShown = 50;

    /// <summary>For the tenants that the person leads as a whole, because a quarantined line belongs to no workflow.</summary>
    public async Task<DataHealthView> ReadAsync(
        PersonAccess access,
        string? reason,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (everywhere, tenants, _) = access.Scope(Role.Lead);
        var open = db.QuarantinedEvents.AsNoTracking().Where(q => (everywhere || tenants.Contains(q.TenantId)) && q.ReplayedAt == null);
        var reasons = await open.GroupBy(q => q.Reason)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count)
            .ToListAsync(cancellationToken);
        var lines = await open.Where(q => reason == null || q.Reason == reason)
            .OrderByDescending(q => q.ReceivedAt)
            .ThenByDescending(q => q.Id)
            .Join(
                db.Tenants,
                q => q.TenantId,
                t => t.Id,
                (q, t) => new QuarantinedLine(q.Id, t.Key, q.Reason, q.Detail, q.Line, q.ReceivedAt)
            )
            .ToPageAsync(page, LinesShown, cancellationToken);
        var waiting = db.PendingSignals.Where(p => everywhere || tenants.Contains(p.TenantId));
        return new DataHealthView(
            reasons.ConvertAll(r => new QuarantineReason(r.Key, r.Count)),
            lines,
            await waiting.CountAsync(cancellationToken),
            await waiting.MinAsync(p => (DateTimeOffset?)p.ReceivedAt, cancellationToken)
        );
    }

    /// <summary>The open quarantine and the waiting signals of the tenant of an API key.</summary>
    public async Task<(IReadOnlyList<QuarantineReason> Reasons, int Waiting, DateTimeOffset? Oldest)> CountAsync(
        ApiCaller caller,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var reasons = await db
            .QuarantinedEvents.Where(q => q.TenantId == caller.TenantId && q.ReplayedAt == null)
            .GroupBy(q => q.Reason)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Key)
            .ToListAsync(cancellationToken);
        var waiting = db.PendingSignals.Where(p => p.TenantId == caller.TenantId);
        return (
            reasons.ConvertAll(r => new QuarantineReason(r.Key, r.Count)),
            await waiting.CountAsync(cancellationToken),
            await waiting.MinAsync(p => (DateTimeOffset?)p.ReceivedAt, cancellationToken)
        );
    }

    /// <summary>Sends a corrected line through the normal ingest. The line leaves the quarantine only if it is accepted.</summary>
    public async Task<Result> ReplayAsync(PersonAccess access, long id, string corrected, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var line = await db.QuarantinedEvents.SingleOrDefaultAsync(q => q.Id == id, cancellationToken);
        if (line is null || !access.Has(Role.Lead, line.TenantId, null))
            throw new AccessDeniedException("This line does not exist.");
        if (line.ReplayedAt is not null)
            return Error.Conflict("Another user has already sent this line again.");
        var tenant = await db.Tenants.Where(t => t.Id == line.TenantId).Select(t => t.Key).SingleAsync(cancellationToken);
        var parsed = Core.Events.EventReader.Read(Encoding.UTF8.GetBytes(corrected), time.GetUtcNow());
        if (parsed.Refusal is { } refusal)
            return Error.Invalid(refusal.Detail);
        IngestResult result;
        try
        {
            result = await ingest.AcceptAsync(
                new IngestSource(line.TenantId, tenant),
                [new EventLine(1, Encoding.UTF8.GetBytes(corrected))],
                cancellationToken
            );
        }
        catch (Exception e) when (e is EventLogFullException or IngestBusyException)
        {
            return Error.Conflict($"{e.Message} Send the line again later.");
        }

        // A valid line can be refused too, for example because the tenant has the maximum number of workflows.
        if (result.Quarantined is [var verdict, ..])
            return Error.Invalid(verdict.Detail);
        line.ReplayedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done(result.Duplicates > 0 ? "The event was already received. The line is resolved." : "Accepted.");
    }
}
