using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tenants;
using TriageConsole.Live;
using TriageConsole.Telemetry;

namespace TriageConsole.Features.Ingest;

/// <summary>Takes events in, whatever endpoint or file they come from. What it returns is committed.</summary>
public sealed class IngestService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IEnumerable<IIngestStage> stages,
    DatabaseRetry retry,
    ChangeNotifier notifier,
    TimeProvider time,
    IngestPermits permits,
    IOptions<IngestOptions> options,
    ILogger<IngestService> logger
)
{
    /// <summary>Of a batch: each becomes a row or two, which take more memory than the few bytes an object can be written in.</summary>
    private const int MaxObjects = 60_000;

    /// <summary>1 once the database has figures of its tables, or is being given them.</summary>
    private int hasStatistics;

    /// <summary>Reads a whole stream in batches, each one transaction, and reports after each.</summary>
    /// <exception cref="InvalidDataException">The stream broke off; what <paramref name="onBatch"/> reported before is committed, and
    /// sending all again is safe.</exception>
    public async Task<IngestResult> AcceptAsync(
        IngestSource source,
        Stream stream,
        Action<IngestResult>? onBatch = null,
        CancellationToken cancellationToken = default
    )
    {
        var result = new IngestResult();
        var batch = new List<EventLine>();
        var (bytes, objects, window) = (0L, 0, 0);
        using var hold = source.TenantId is { } tenant ? permits.Hold(tenant) : null;
        await foreach (
            var line in EventLines.ReadAsync(
                stream,
                options.Value.MaxLineBytes,
                held => hold?.Set(bytes + (window = held)),
                cancellationToken
            )
        )
        {
            batch.Add(line);
            bytes += line.Bytes.Length;
            objects += line.Bytes.Span.Count((byte)'{');
            // Where memory is short, batches are smaller: there must be room for what the next line may need.
            var isRoom = hold?.TrySet(bytes + (2L * window)) ?? true;
            if (batch.Count < options.Value.BatchLines && bytes < options.Value.BatchBytes && objects < MaxObjects && isRoom)
                continue;
            result.Add(await AcceptAsync(source, batch, cancellationToken));
            onBatch?.Invoke(result);
            (batch, bytes, objects) = ([], 0, 0);
        }

        if (batch.Count > 0)
            result.Add(await AcceptAsync(source, batch, cancellationToken));
        onBatch?.Invoke(result);
        return result;
    }

    /// <summary>Takes one batch: a transaction a tenant. One bad line does not refuse the others.</summary>
    /// <exception cref="IngestBusyException">No place came free in time.</exception>
    public async Task<IngestResult> AcceptAsync(
        IngestSource source,
        IReadOnlyList<EventLine> lines,
        CancellationToken cancellationToken = default
    )
    {
        using var activity = ConsoleTelemetry.Source.StartActivity("ingest batch");
        using var place = source.TenantId is { } owner ? await permits.EnterAsync(owner, cancellationToken) : null;
        var result = new IngestResult();
        var now = time.GetUtcNow();
        foreach (var (tenant, batch) in EventParser.Parse(source, lines, result, now))
            result.Add(await CommitAsync(source.TenantId, tenant, batch, now, cancellationToken));
        Count(result);
        return result;
    }

    private static void Count(IngestResult result)
    {
        ConsoleTelemetry.CountLines(result.Accepted, "accepted");
        ConsoleTelemetry.CountLines(result.Duplicates, "duplicate");
        ConsoleTelemetry.CountLines(result.Joined, "joined");
        ConsoleTelemetry.CountLines(result.Waiting, "waiting");
        ConsoleTelemetry.CountLines(result.QuarantinedCount, "quarantined");
    }

    /// <summary>Joins signals whose interaction arrived at the very moment they did; returns how many were joined.</summary>
    public async Task<int> JoinWaitingAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = await db
            .PendingSignals.Where(p =>
                db.Interactions.Any(i => i.TenantId == p.TenantId && i.TraceId == p.TraceId)
                || (
                    p.TraceId == ""
                    && db.Interactions.Any(i =>
                        i.TenantId == p.TenantId && i.TaskId == p.TaskId && !i.Shadow && i.Workflow!.Key == p.TaskType
                    )
                )
            )
            .OrderBy(p => p.Id)
            .Take(1000)
            .Select(p => new
            {
                p.Id,
                p.TenantId,
                p.Body,
            })
            .ToListAsync(cancellationToken);
        var joined = 0;
        foreach (var tenant in ready.GroupBy(p => p.TenantId))
        {
            var batch = new IngestBatch();
            foreach (var pending in tenant)
                batch.Late.Add(new LateLine(new EventLine(0, default), WaitingSignals.Read(pending.Body), pending.Id));
            joined += (await CommitAsync(tenant.Key, "", batch, time.GetUtcNow(), cancellationToken)).JoinedFromWaiting;
        }

        return joined;
    }

    /// <summary>
    /// Commits. Where the database will not have it, for a reason of the lines and not of the moment, each half is tried alone: what is
    /// left in the end is the one bad line, which is set aside. The checks of the reader are there so that this never happens.
    /// </summary>
    private async Task<IngestResult> CommitAsync(
        long? tenantId,
        string tenantKey,
        IngestBatch batch,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await CommitWholeAsync(tenantId, tenantKey, batch, 0, now, cancellationToken);
        }
        catch (Exception e)
            when (batch.Count > batch.Refused.Count
                && e is not (OperationCanceledException or OutOfMemoryException)
                && !cancellationToken.IsCancellationRequested
                && !statements.IsTransient(e)
            )
        {
            if (batch is { Count: 1, Interactions.Count: 1, LeavesWaiting: false })
            {
                // What waits for it may be what cannot be stored.
                batch.LeavesWaiting = true;
                return await CommitAsync(tenantId, tenantKey, batch, now, cancellationToken);
            }

            if (batch.Count == 1)
            {
                IngestLog.LineNotStored(logger, e);
                var (aside, pendingId) = batch.SetAside(
                    new Refusal("not_storable", "The database did not take this line; the log says why.")
                );
                return await CommitWholeAsync(tenantId, tenantKey, aside, pendingId, now, cancellationToken);
            }

            var (first, second) = batch.Split();
            var result = await CommitAsync(tenantId, tenantKey, first, now, cancellationToken);
            result.Add(await CommitAsync(tenantId, tenantKey, second, now, cancellationToken));
            return result;
        }
    }

    /// <summary>Commits, again where a parallel batch created the same trace, workflow or tenant a moment earlier.</summary>
    private async Task<IngestResult> CommitWholeAsync(
        long? tenantId,
        string tenantKey,
        IngestBatch batch,
        long doneWith,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (result, touched) = await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var tenant = tenantId ?? await EnsureTenantAsync(db, tenantKey, now, token);
                var unit = new IngestTransaction(db, statements, stages, tenant, options.Value.MaxWorkflows, now);
                var taken = await unit.RunAsync(batch, token);
                if (doneWith > 0)
                    await db.PendingSignals.Where(p => p.Id == doneWith).ExecuteDeleteAsync(token);
                await transaction.CommitAsync(token);
                return (taken, unit.TouchedWorkflows);
            },
            cancellationToken
        );
        foreach (var workflow in touched)
            notifier.Publish(workflow);
        await EnsureStatisticsAsync(cancellationToken);
        return result;
    }

    private async Task EnsureStatisticsAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref hasStatistics, 1) != 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await statements.EnsureStatisticsAsync(db, cancellationToken))
            hasStatistics = 0;
    }

    private static async Task<long> EnsureTenantAsync(
        TriageDbContext db,
        string key,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var known = await db.Tenants.Where(t => t.Key == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
        if (known is { } id)
            return id;
        var tenant = new Tenant
        {
            Key = key,
            Name = key,
            CreatedAt = now,
        };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(cancellationToken);
        return tenant.Id;
    }
}
