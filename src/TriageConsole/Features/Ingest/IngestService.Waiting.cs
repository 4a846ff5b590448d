using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Features.Ingest;

/// <content>What waits in the database until a job continues it.</content>
public sealed partial class IngestService
{
    /// <summary>Maximum number of large traces that one step of the job folds.</summary>
    private const int MaxFolds = 20;

    /// <summary>Joins signals that committed at the same time as their interaction. Returns the number of joined signals.</summary>
    public async Task<int> JoinWaitingAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = await db
            .PendingSignals.Where(p =>
                (p.OutputId == null && db.Interactions.Any(i => i.TenantId == p.TenantId && i.TraceId == p.TraceId))
                || (p.OutputId != null && db.Interactions.Any(i => i.TenantId == p.TenantId && i.OutputId == p.OutputId))
                || (
                    p.OutputId != null
                    && db.Interactions.Any(i => i.TenantId == p.TenantId && i.TraceId == p.TraceId)
                    && db.StoredTraces.Any(t =>
                        t.TenantId == p.TenantId
                        && t.TraceId == p.TraceId
                        && db.StoredTraceParts.Any(c => c.StoredTraceId == t.Id && c.OutputId == p.OutputId)
                    )
                )
                || (p.SessionId != null && db.Interactions.Any(i => i.TenantId == p.TenantId && i.SessionId == p.SessionId && !i.Shadow))
                || (
                    p.TraceId == ""
                    && p.OutputId == null
                    && p.SessionId == null
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
            var batch = new IngestBatch { IsNew = false };
            foreach (var pending in tenant)
                batch.Late.Add(new LateLine(new EventLine(0, default), WaitingSignals.Read(pending.Body), pending.Id));
            joined += (await CommitAsync(tenant.Key, "", batch, time.GetUtcNow(), cancellationToken)).JoinedFromWaiting;
        }

        return joined;
    }

    /// <summary>Folds large traces whose parts wait for it. Returns their number.</summary>
    internal async Task<int> FoldTracesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db
            .StoredTraces.Where(t => t.NeedsFold)
            .OrderBy(t => t.Id)
            .Take(MaxFolds)
            .Select(t => new { t.TenantId, t.TraceId })
            .ToListAsync(cancellationToken);
        foreach (var trace in waiting)
        {
            var batch = new IngestBatch { IsNew = false };
            batch.Folds.Add(trace.TraceId);
            await CommitAsync(trace.TenantId, "", batch, time.GetUtcNow(), cancellationToken);
        }

        return waiting.Count;
    }
}
