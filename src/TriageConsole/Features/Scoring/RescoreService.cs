using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;

namespace TriageConsole.Features.Scoring;

/// <summary>
/// Scores a workflow's interactions again after its weights or thresholds changed, one batch per transaction, through the same stages as
/// new events.
/// </summary>
public sealed class RescoreService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IEnumerable<IIngestStage> stages,
    ChangeNotifier notifier,
    TimeProvider time
) : IRescoring
{
    private const int BatchSize = 1000;

    /// <summary>After this time, batches that read the old settings are committed.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task RequestAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default)
    {
        var work = await db.Rescores.FindAsync([workflowId], cancellationToken);
        if (work is null)
            db.Rescores.Add(work = new Rescore { WorkflowId = workflowId });
        (work.Cursor, work.RequestedAt) = (0, time.GetUtcNow());
    }

    /// <inheritdoc/>
    public async Task<double?> ProgressAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default)
    {
        var cursor = await db
            .Rescores.Where(r => r.WorkflowId == workflowId)
            .Select(r => (long?)r.Cursor)
            .SingleOrDefaultAsync(cancellationToken);
        if (cursor is null)
            return null;
        var last = await db.Interactions.MaxAsync(i => (long?)i.Id, cancellationToken) ?? 0;
        return last == 0 ? 1 : (double)cursor.Value / last;
    }

    /// <summary>
    /// Processes one batch of one workflow. Returns false if nothing is due. Several instances can run it at the same time: the instance
    /// that moves the cursor processes the batch.
    /// </summary>
    public async Task<bool> RunBatchAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = time.GetUtcNow() - Settle;
        var work = await db
            .Rescores.AsNoTracking()
            .Where(r => r.RequestedAt <= due)
            .OrderBy(r => r.RequestedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (work is null)
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = await db
            .Interactions.Where(i => i.WorkflowId == work.WorkflowId && i.Id > work.Cursor)
            .OrderBy(i => i.Id)
            .Select(i => i.Id)
            .Take(BatchSize)
            .ToArrayAsync(cancellationToken);
        var own = db.Rescores.Where(r => r.WorkflowId == work.WorkflowId && r.Cursor == work.Cursor && r.RequestedAt == work.RequestedAt);
        var moved =
            ids.Length < BatchSize
                ? await own.ExecuteDeleteAsync(cancellationToken)
                : await own.ExecuteUpdateAsync(s => s.SetProperty(r => r.Cursor, ids[^1]), cancellationToken);
        if (moved == 0)
            return true;
        if (ids.Length > 0)
        {
            var workflow = await IngestWorkflow.LoadAsync(db, work.WorkflowId, cancellationToken);
            var unit = new IngestUnit(db, statements, time.GetUtcNow());
            await unit.AddStoredAsync(
                ids,
                new Dictionary<long, IngestWorkflow> { [workflow.Id] = workflow },
                textsOf: null,
                isReread: true,
                cancellationToken
            );
            await unit.RunAsync(stages, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(work.WorkflowId);
        return true;
    }
}
