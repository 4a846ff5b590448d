using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;
using TriageConsole.Data;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>
/// Rebuilds an empty database from the event log of this one: every batch is committed again in its order and with its time. Tenants and
/// the settings of workflows are copied first, because scores depend on them.
/// </summary>
internal sealed class EventLogReplay(
    IDbContextFactory<TriageDbContext> contexts,
    IServiceProvider services,
    SegmentWriter writer,
    EventLogKeys keys
)
{
    /// <summary>Commits all batches in the target.</summary>
    /// <param name="target">Services over the target database. Its migrations are applied, and it has no interactions.</param>
    /// <param name="report">Called after each segment.</param>
    /// <param name="cancellationToken">Cancels the replay; the batches so far are committed.</param>
    public async Task<Result<ReplayReport>> ReplayAsync(
        IServiceProvider target,
        Action<ReplayReport>? report,
        CancellationToken cancellationToken
    )
    {
        var ingest = target.GetRequiredService<IngestService>();
        var targets = target.GetRequiredService<IDbContextFactory<TriageDbContext>>();
        await using (var db = await targets.CreateDbContextAsync(cancellationToken))
            if (await db.Interactions.AnyAsync(cancellationToken) || await db.Tenants.AnyAsync(cancellationToken))
                return Error.Invalid("The target database is not empty.");
        await writer.WriteAsync(cancellationToken);
        var store = services.GetRequiredService<IObjectStore>();
        await using var source = await contexts.CreateDbContextAsync(cancellationToken);
        await CopyTenantsAsync(source, targets, cancellationToken);
        var total = new ReplayReport();
        var segments = source.EventLogSegments.AsNoTracking().OrderBy(s => s.FirstEntryId).AsAsyncEnumerable();
        await foreach (var segment in segments.WithCancellation(cancellationToken))
        {
            byte[] bytes;
            try
            {
                bytes = await SegmentReader.ReadAsync(store, segment, cancellationToken);
            }
            catch (InvalidDataException e)
            {
                return Error.Invalid($"{segment.Path}: {e.Message} The batches before it are committed.");
            }

            await foreach (var (header, lines) in SegmentReader.BatchesAsync(new MemoryStream(bytes), cancellationToken))
                await CommitAsync(ingest, header, lines, total, cancellationToken);
            total.Segments++;
            report?.Invoke(total);
        }

        while (await ingest.FoldTracesAsync(cancellationToken) > 0) { }
        while (await ingest.JoinWaitingAsync(cancellationToken) > 0) { }
        return Result.Done("", total);
    }

    private static async Task CopyTenantsAsync(
        TriageDbContext source,
        IDbContextFactory<TriageDbContext> targets,
        CancellationToken cancellationToken
    )
    {
        await using var target = await targets.CreateDbContextAsync(cancellationToken);
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        foreach (var tenant in await source.Tenants.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken))
        {
            var id = tenant.Id;
            tenant.Id = 0;
            target.Tenants.Add(tenant);
            await target.SaveChangesAsync(cancellationToken);
            await WorkflowCopy.CopyAsync(source, id, target, tenant.Id, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task CommitAsync(
        IngestService ingest,
        LogHeader header,
        List<LogLine> lines,
        ReplayReport total,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keyOf = await keys.ReadAsync(db, [.. lines.Select(l => l.Key).Distinct()], cancellationToken);
        var batch = new IngestBatch { IsNew = false };
        foreach (var line in lines)
            if (keyOf.TryGetValue(line.Key, out var key))
                Add(batch, line, LineCipher.Open(key, line.Kind, line.Number, line.Sealed));
            else
                total.Erased++;
        total.Lines += lines.Count;
        if (batch.Count > 0)
            total.Result.Add(await ingest.ReplayAsync(header.Tenant, batch, header.ReceivedAt, cancellationToken));
    }

    private static void Add(IngestBatch batch, LogLine line, byte[] json)
    {
        try
        {
            switch (line.Kind)
            {
                case LogLineKind.Interaction:
                    batch.Interactions.Add((new EventLine(line.Number, default), LogJson.Read<InteractionEvent>(json)));
                    break;
                case LogLineKind.Signal:
                    batch.Late.Add(new LateLine(new EventLine(line.Number, default), LogJson.Read<LateEvent>(json), 0));
                    break;
                case LogLineKind.TracePart:
                    var logged = LogJson.Read<LoggedPart>(json);
                    var part = TracePart.Read(logged.Part);
                    var empty = new EventLine(line.Number, default);
                    batch.Parts.Add(new TraceLine(empty, logged.TraceId, logged.PartKey, part, logged.DefaultWorkflow).With(part));
                    break;
                default:
                    var refused = LogJson.Read<RefusedLine>(json);
                    var stored = new EventLine(line.Number, Encoding.UTF8.GetBytes(refused.Line), null, refused.ContentHash);
                    batch.Refused.Add((stored, new Refusal(refused.Reason, refused.Detail)));
                    break;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {line.Number} is not in the form of the log: {e.Message}");
        }
    }
}
