using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tenants;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Redaction;
using TriageConsole.Live;
using TriageConsole.Telemetry;

namespace TriageConsole.Features.Ingest;

/// <summary>Ingests events from any endpoint or file. A returned result is committed.</summary>
public sealed partial class IngestService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IEnumerable<IIngestStage> stages,
    EventLogOutbox log,
    DatabaseRetry retry,
    KeyHashing keys,
    RawTextStore rawTexts,
    ChangeNotifier notifier,
    TimeProvider time,
    IngestPermits permits,
    IOptions<IngestOptions> options,
    ILogger<IngestService> logger
)
{
    /// <summary>
    /// Maximum number of objects in a batch. Each becomes one or two rows, and a row takes more memory than the few bytes of a small
    /// object.
    /// </summary>
    internal const int MaxObjects = 60_000;

    /// <summary>1 once the database has table statistics, or while they are being created.</summary>
    private int hasStatistics;

    /// <summary>Reads a whole stream in batches, one transaction each, and reports after each batch.</summary>
    /// <exception cref="InvalidDataException">The stream ended early. The results that <paramref name="onBatch"/> reported before are
    /// committed. It is safe to send the whole stream again.</exception>
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
            // If memory is short, batches are smaller: there must be space for the next line.
            var hasSpace = hold?.TrySet(bytes + (2L * window)) ?? true;
            if (batch.Count < options.Value.BatchLines && bytes < options.Value.BatchBytes && objects < MaxObjects && hasSpace)
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

    /// <summary>Ingests one batch, with one transaction per tenant. An invalid line does not affect the others.</summary>
    /// <exception cref="IngestBusyException">No slot became free in time.</exception>
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
        var hash = await keys.GetAsync(cancellationToken);
        foreach (var (tenant, batch) in EventParser.Parse(source, lines, result, now))
        {
            batch.HashKeys(hash.Key);
            result.Add(await CommitAsync(source.TenantId, tenant, batch, now, cancellationToken));
        }

        Count(result);
        return result;
    }

    /// <summary>Commits a batch of the event log with the time at which it was received. It is not logged again.</summary>
    internal Task<IngestResult> ReplayAsync(
        string tenantKey,
        IngestBatch batch,
        DateTimeOffset receivedAt,
        CancellationToken cancellationToken
    ) => CommitAsync(null, tenantKey, batch, receivedAt, cancellationToken);

    /// <summary>Ingests a batch that was parsed already, for the tenant of the key.</summary>
    /// <exception cref="IngestBusyException">No slot became free in time.</exception>
    internal async Task<IngestResult> AcceptAsync(long tenantId, string tenantKey, IngestBatch batch, CancellationToken cancellationToken)
    {
        using var activity = ConsoleTelemetry.Source.StartActivity("ingest batch");
        using var place = await permits.EnterAsync(tenantId, cancellationToken);
        batch.HashKeys((await keys.GetAsync(cancellationToken)).Key);
        var result = await CommitAsync(tenantId, tenantKey, batch, time.GetUtcNow(), cancellationToken);
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

    /// <summary>
    /// Commits a batch. If the database refuses it for a reason other than a transient error, each half is tried alone, until the single
    /// bad line is found and quarantined. The checks of the reader should prevent this case.
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
            when (batch.Count > batch.Refused.Count + batch.Folds.Count
                && e is not (OperationCanceledException or OutOfMemoryException or EventLogFullException)
                && !cancellationToken.IsCancellationRequested
                && !statements.IsTransient(e)
            )
        {
            if (batch is { Count: 1, LeavesWaiting: false } && batch.Refused.Count + batch.Folds.Count == 0)
            {
                // The line that cannot be stored can be a signal that waits for this interaction, or a key was deleted meanwhile.
                batch.LeavesWaiting = true;
                return await CommitAsync(tenantId, tenantKey, batch, now, cancellationToken);
            }

            if (batch.Count == 1)
            {
                IngestLog.LineNotStored(logger, e);
                var (aside, pendingId) = batch.SetAside(
                    new Refusal("not_storable", "The database refused this line. The log has the reason.")
                );
                return await CommitWholeAsync(tenantId, tenantKey, aside, pendingId, now, cancellationToken);
            }

            var (first, second) = batch.Split();
            var result = await CommitAsync(tenantId, tenantKey, first, now, cancellationToken);
            result.Add(await CommitAsync(tenantId, tenantKey, second, now, cancellationToken));
            return result;
        }
    }

    /// <summary>Commits a batch. It retries if a parallel batch created the same trace, workflow or tenant first.</summary>
    private async Task<IngestResult> CommitWholeAsync(
        long? tenantId,
        string tenantKey,
        IngestBatch batch,
        long pendingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hash = await keys.GetAsync(cancellationToken);
        var (result, touched) = await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var tenant = tenantId ?? await EnsureTenantAsync(db, tenantKey, now, token);
                var unit = new IngestTransaction(
                    db,
                    statements,
                    stages,
                    log,
                    (tenant, tenantKey),
                    options.Value.MaxWorkflows,
                    hash,
                    rawTexts,
                    now
                );
                var taken = await unit.RunAsync(batch, token);
                if (pendingId > 0)
                    await db.PendingSignals.Where(p => p.Id == pendingId).ExecuteDeleteAsync(token);
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
