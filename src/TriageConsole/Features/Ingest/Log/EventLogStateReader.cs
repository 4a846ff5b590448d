using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Reads the state of the event log for those who look after incoming data.</summary>
public sealed class EventLogStateReader(
    IDbContextFactory<TriageDbContext> contexts,
    EventLogOutbox outbox,
    IOptions<EventLogOptions> options,
    TimeProvider time
)
{
    /// <summary>The state for the tenants that the person leads as a whole; null if the log is off.</summary>
    public Task<EventLogState?> ReadAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var (everywhere, tenants, _) = access.Scope(Role.Lead);
        return ReadAsync(everywhere, tenants, cancellationToken);
    }

    /// <summary>The state for the tenant of an API key; null if the log is off.</summary>
    public Task<EventLogState?> ReadAsync(ApiCaller caller, CancellationToken cancellationToken = default) =>
        ReadAsync(everywhere: false, [caller.TenantId], cancellationToken);

    private async Task<EventLogState?> ReadAsync(bool everywhere, IReadOnlyCollection<long> tenants, CancellationToken cancellationToken)
    {
        if (options.Value.Active is not { } store)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db
            .EventLogOutbox.Where(e => everywhere || tenants.Contains(e.TenantId))
            .GroupBy(e => 1)
            .Select(g => new
            {
                Batches = g.Count(),
                Bytes = g.Sum(e => (long)e.Bytes),
                Oldest = g.Min(e => e.ReceivedAt),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var segments = db.EventLogSegments.Where(s => everywhere || tenants.Contains(s.TenantId));
        var last = await segments.MaxAsync(s => (DateTimeOffset?)s.WrittenAt, cancellationToken);
        var now = time.GetUtcNow();
        var from = now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerHour)).AddHours(-24);
        var day = await segments
            .Where(s => s.Hour >= from)
            .GroupBy(s => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Lines = g.Sum(s => (long)s.Lines),
                Bytes = g.Sum(s => s.Bytes),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return new EventLogState(
            store,
            await outbox.IsFullAsync(db, cancellationToken),
            waiting?.Batches ?? 0,
            waiting?.Bytes ?? 0,
            waiting?.Oldest,
            last,
            day?.Count ?? 0,
            day?.Lines ?? 0,
            day?.Bytes ?? 0
        );
    }
}
