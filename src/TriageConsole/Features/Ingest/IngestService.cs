using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tenants;
using TriageConsole.Live;

namespace TriageConsole.Features.Ingest;

/// <summary>Whose events these are: the tenant of the key they came with, or (an operator's import) the tenant each event names.</summary>
public sealed record IngestSource(long? TenantId, string? TenantKey, string DefaultKind = "interaction")
{
    public static IngestSource EachEventsTenant { get; } = new(null, null);
}

/// <summary>Takes events in: the one use case behind every door. What it returns is committed.</summary>
public sealed class IngestService(
    IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, ChangeNotifier notifier, TimeProvider time, IOptions<IngestOptions> options)
{
    private const int Attempts = 5;
    private const string DefaultTenant = "default";

    /// <summary>1 once the database has figures of its tables, or is being given them.</summary>
    private int hasStatistics;

    /// <summary>Reads a whole stream in batches, each one transaction, and reports after each.</summary>
    /// <exception cref="InvalidDataException">The stream broke off; what <paramref name="onBatch"/> reported before is committed, and sending all again is safe.</exception>
    public async Task<IngestResult> AcceptAsync(IngestSource source, Stream stream, Action<IngestResult>? onBatch = null, CancellationToken cancellationToken = default)
    {
        var result = new IngestResult();
        var batch = new List<EventLine>();
        long bytes = 0;
        await foreach (var line in EventLines.ReadAsync(stream, options.Value.MaxLineBytes, cancellationToken))
        {
            batch.Add(line);
            bytes += line.Bytes.Length;
            if (batch.Count < options.Value.BatchLines && bytes < options.Value.BatchBytes) continue;
            result.Add(await AcceptAsync(source, batch, cancellationToken));
            onBatch?.Invoke(result);
            (batch, bytes) = ([], 0);
        }

        if (batch.Count > 0) result.Add(await AcceptAsync(source, batch, cancellationToken));
        onBatch?.Invoke(result);
        return result;
    }

    /// <summary>Takes one batch: a transaction a tenant. One bad line does not refuse the others.</summary>
    public async Task<IngestResult> AcceptAsync(IngestSource source, IReadOnlyList<EventLine> lines, CancellationToken cancellationToken = default)
    {
        var result = new IngestResult();
        var now = time.GetUtcNow();
        var byTenant = new Dictionary<string, IngestBatch>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var parsed = line.Refusal is { } refusal ? new ParsedEvent(null, null, refusal) : EventReader.Read(line.Bytes, now, source.DefaultKind);
            var named = parsed.Interaction?.TenantId ?? parsed.Late?.TenantId;
            var tenant = source.TenantKey ?? named ?? DefaultTenant;
            if (named is not null && named != tenant) result.OtherTenant++;
            if (!byTenant.TryGetValue(tenant, out var batch)) byTenant[tenant] = batch = new IngestBatch();
            batch.Add(line, parsed, named == tenant ? null : named);
        }

        foreach (var (tenant, batch) in byTenant) result.Add(await CommitAsync(source.TenantId, tenant, batch, now, cancellationToken));
        return result;
    }

    /// <summary>Joins signals whose interaction arrived at the very moment they did; returns how many were joined.</summary>
    public async Task<int> JoinWaitingAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = await db.PendingSignals
            .Where(p => db.Interactions.Any(i => i.TenantId == p.TenantId && i.TraceId == p.TraceId) ||
                (p.TraceId == "" && db.Interactions.Any(i => i.TenantId == p.TenantId && i.TaskId == p.TaskId && !i.Shadow && i.Workflow!.Key == p.TaskType)))
            .OrderBy(p => p.Id).Take(5000).Select(p => new { p.Id, p.TenantId, p.Body }).ToListAsync(cancellationToken);
        var joined = 0;
        foreach (var tenant in ready.GroupBy(p => p.TenantId))
        {
            var batch = new IngestBatch();
            foreach (var pending in tenant) batch.Late.Add((0, PendingBody.Read(pending.Body), pending.Id));
            joined += (await CommitAsync(tenant.Key, "", batch, time.GetUtcNow(), cancellationToken)).JoinedFromWaiting;
        }

        return joined;
    }

    /// <summary>Commits, again where a parallel batch created the same trace, workflow or tenant a moment earlier.</summary>
    private async Task<IngestResult> CommitAsync(long? tenantId, string tenantKey, IngestBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var tenant = tenantId ?? await EnsureTenantAsync(db, tenantKey, now, cancellationToken);
                var unit = new IngestTransaction(db, statements, tenant, now);
                var result = await unit.RunAsync(batch, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                foreach (var workflow in unit.TouchedWorkflows) notifier.Publish(workflow);
                if (Interlocked.Exchange(ref hasStatistics, 1) == 0 && !await statements.EnsureStatisticsAsync(db, cancellationToken)) hasStatistics = 0;
                return result;
            }
            catch (Exception e) when (attempt < Attempts && (statements.IsUniqueViolation(e) || statements.IsDeadlock(e)))
            {
                // Looked again, the other batch's row is there: a duplicate now.
            }
        }
    }

    private static async Task<long> EnsureTenantAsync(TriageDbContext db, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Tenants.Where(t => t.Key == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
        if (known is { } id) return id;
        var tenant = new Tenant { Key = key, Name = key, CreatedAt = now };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(cancellationToken);
        return tenant.Id;
    }
}
