using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.EventLog;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>
/// Moves batches from the outbox to the object store. A batch leaves the outbox in the transaction that registers its segment, after the
/// segment is stored: a process that ends in between stores the segment again.
/// </summary>
internal sealed class SegmentWriter(
    IDbContextFactory<TriageDbContext> contexts,
    IServiceProvider services,
    EventLogSecrets secrets,
    IOptions<EventLogOptions> options,
    TimeProvider time
)
{
    private const int MaxBatches = 1000;

    /// <summary>An hour is complete when no batch of it can be on its way any more.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Stores all waiting batches and the manifests of complete hours. Returns the number of stored segments.</summary>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Active is null)
            return 0;
        var store = services.GetRequiredService<IObjectStore>();
        var (logId, _) = await secrets.GetAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var written = 0;
        while (await NextAsync(db, cancellationToken) is { } batches)
        {
            await WriteAsync(db, store, logId, batches, cancellationToken);
            written++;
        }

        await WriteManifestsAsync(db, store, logId, cancellationToken);
        await DeleteOldAsync(db, store, logId, cancellationToken);
        return written;
    }

    /// <summary>The oldest batches of one tenant and hour, up to the size of a segment; null if the outbox is empty.</summary>
    private async Task<List<WaitingBatch>?> NextAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var waiting = await db
            .EventLogOutbox.OrderBy(e => e.Id)
            .Take(MaxBatches)
            .Select(e => new WaitingBatch(e.Id, e.TenantId, e.ReceivedAt, e.Lines, e.Bytes))
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return null;
        var (tenant, hour, bytes) = (waiting[0].TenantId, HourOf(waiting[0].ReceivedAt), 0L);
        var same = waiting.Where(e => e.TenantId == tenant && HourOf(e.ReceivedAt) == hour);
        return [.. same.TakeWhile((e, n) => (bytes += e.Bytes) <= options.Value.MaxSegmentBytes || n == 0)];
    }

    private async Task WriteAsync(
        TriageDbContext db,
        IObjectStore store,
        string logId,
        List<WaitingBatch> batches,
        CancellationToken cancellationToken
    )
    {
        var (tenantId, hour) = (batches[0].TenantId, HourOf(batches[0].ReceivedAt));
        var tenant = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.Key).SingleAsync(cancellationToken);
        if (await PackAsync(db, batches, cancellationToken) is not { } content)
            return;
        var ids = batches.ConvertAll(b => b.Id);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var path = SegmentNames.Segment(tenant, hour, logId, ids[0], hash);
        await store.PutAsync(path, content, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // If another process stored one of these batches, its segment counts, and this one has the same name or stays unregistered.
        if (await db.EventLogOutbox.Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken) != ids.Count)
            return;
        db.EventLogSegments.Add(
            new EventLogSegment
            {
                TenantId = tenantId,
                Hour = hour,
                Path = path,
                FirstEntryId = ids[0],
                Batches = batches.Count,
                Lines = batches.Sum(b => b.Lines),
                Bytes = content.Length,
                Sha256 = hash,
                WrittenAt = time.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// The lines are compressed before they are encrypted. What is left to gain is the quarter that base64 adds: codes by the frequency of
    /// characters give it back, without a search for repetitions that cannot be there.
    /// </summary>
    private static readonly ZLibCompressionOptions Packing = new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.HuffmanOnly,
    };

    /// <summary>
    /// The compressed batches; null if another process moved one of them. Each is read as a stream: buffers for whole batches of megabytes
    /// would stay in memory.
    /// </summary>
    private static async Task<ReadOnlyMemory<byte>?> PackAsync(
        TriageDbContext db,
        List<WaitingBatch> batches,
        CancellationToken cancellationToken
    )
    {
        var ids = batches.ConvertAll(b => b.Id);
        using var packed = new MemoryStream(batches.Sum(b => b.Bytes));
        await using var command = db
            .EventLogOutbox.Where(e => ids.Contains(e.Id))
            .OrderBy(e => e.Id)
            .Select(e => e.Content)
            .CreateDbCommand();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var read = 0;
            await using var zip = new GZipStream(packed, Packing, leaveOpen: true);
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            for (; await reader.ReadAsync(cancellationToken); read++)
            {
                await using var content = reader.GetStream(0);
                await content.CopyToAsync(zip, cancellationToken);
            }

            if (read != ids.Count)
                return null;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    private async Task WriteManifestsAsync(TriageDbContext db, IObjectStore store, string logId, CancellationToken cancellationToken)
    {
        var complete = HourOf(time.GetUtcNow() - Grace);
        var hours = await db
            .EventLogSegments.Where(s => !s.InManifest && s.Hour < complete)
            .Select(s => new { s.TenantId, s.Hour })
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var hour in hours)
        {
            var tenant = await db.Tenants.Where(t => t.Id == hour.TenantId).Select(t => t.Key).SingleAsync(cancellationToken);
            var segments = await db
                .EventLogSegments.AsNoTracking()
                .Where(s => s.TenantId == hour.TenantId && s.Hour == hour.Hour)
                .OrderBy(s => s.FirstEntryId)
                .ToListAsync(cancellationToken);
            var manifest = new HourManifest(
                1,
                tenant,
                hour.Hour,
                segments.ConvertAll(s => new ManifestSegment(s.Path, s.FirstEntryId, s.Batches, s.Lines, s.Bytes, s.Sha256))
            );
            await store.PutAsync(SegmentNames.Manifest(tenant, hour.Hour, logId), LogJson.Write(manifest), cancellationToken);
            var ids = segments.ConvertAll(s => s.Id);
            await db
                .EventLogSegments.Where(s => ids.Contains(s.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.InManifest, true), cancellationToken);
        }
    }

    /// <summary>Deletes whole hours beyond the retention time.</summary>
    private async Task DeleteOldAsync(TriageDbContext db, IObjectStore store, string logId, CancellationToken cancellationToken)
    {
        if (options.Value.RetentionDays == 0)
            return;
        var oldest = HourOf(time.GetUtcNow().AddDays(-options.Value.RetentionDays));
        var old = await db
            .EventLogSegments.Where(s => s.Hour < oldest && s.InManifest)
            .Join(
                db.Tenants,
                s => s.TenantId,
                t => t.Id,
                (s, t) =>
                    new
                    {
                        s.Id,
                        s.Path,
                        s.Hour,
                        Tenant = t.Key,
                    }
            )
            .ToListAsync(cancellationToken);
        foreach (var hour in old.GroupBy(s => (s.Tenant, s.Hour)))
        {
            foreach (var segment in hour)
                await store.DeleteAsync(segment.Path, cancellationToken);
            await store.DeleteAsync(SegmentNames.Manifest(hour.Key.Tenant, hour.Key.Hour, logId), cancellationToken);
            var ids = hour.Select(s => s.Id).ToArray();
            await db.EventLogSegments.Where(s => ids.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcDateTime.Date.AddHours(time.UtcDateTime.Hour), TimeSpan.Zero);

    /// <summary>A batch of the outbox without its content.</summary>
    private sealed record WaitingBatch(long Id, long TenantId, DateTimeOffset ReceivedAt, int Lines, int Bytes);
}
