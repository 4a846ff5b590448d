using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Ingest;

/// <summary>Scores a workflow's interactions anew after its weights or thresholds changed, a batch a transaction, beside the traffic.</summary>
public sealed class RescoreService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int BatchSize = 1000;

    /// <summary>Batches that read the old settings a moment ago are committed by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    /// <summary>Does one batch of one workflow; false where nothing is due. Safe on every instance at once: whoever moves the cursor does the batch.</summary>
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
        var mine = db.Rescores.Where(r => r.WorkflowId == work.WorkflowId && r.Cursor == work.Cursor && r.RequestedAt == work.RequestedAt);
        var moved =
            ids.Length < BatchSize
                ? await mine.ExecuteDeleteAsync(cancellationToken)
                : await mine.ExecuteUpdateAsync(s => s.SetProperty(r => r.Cursor, ids[^1]), cancellationToken);
        if (moved == 0)
            return true;
        if (ids.Length > 0)
            await ScoreAsync(db, work.WorkflowId, ids, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(work.WorkflowId);
        return true;
    }

    private async Task ScoreAsync(TriageDbContext db, long workflowId, long[] ids, CancellationToken cancellationToken)
    {
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var interactions = await db.Interactions.AsNoTracking().Where(i => ids.Contains(i.Id)).ToListAsync(cancellationToken);
        var signals = (await db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId)).ToListAsync(cancellationToken)).ToLookup(
            s => s.InteractionId
        );
        var workflow = (await WorkflowSettings.LoadAsync(db, [workflowId], cancellationToken))[workflowId];
        var (rollups, now) = (new RollupChanges(), time.GetUtcNow());
        var byId = interactions.ToDictionary(i => i.Id);
        var given = signals
            .SelectMany(s => s)
            .Where(s => s.Polarity != 0 && GiverLedger.IsGiven(s.Type))
            .Select(s => GiverLedger.Given.Of(byId[s.InteractionId], s.UserId, DateTimeOffset.UnixEpoch))
            .Distinct()
            .ToList();
        var change = await ScoreChanges.LoadAsync(
            db,
            ids,
            [workflow],
            rollups,
            await GiverLedger.LoadAsync(db, given, cancellationToken),
            now,
            cancellationToken
        );
        foreach (var interaction in interactions)
            change.ReadAgain(interaction, [.. signals[interaction.Id]], workflow);
        await change.StoreAsync(db, statements, cancellationToken);
        await rollups.StoreAsync(db, statements, now, cancellationToken);
        foreach (var (id, count) in change.Counters)
            await statements.AddToCountersAsync(db, id, count, cancellationToken);
    }
}

internal sealed class RescoreJob(RescoreService rescore, RollupBackfill backfill) : BackgroundJob
{
    public override string Name => "rescore";

    public override string Purpose => "Scores interactions again after weights or thresholds changed, and completes rollups of old data.";

    public override TimeSpan Period => TimeSpan.FromSeconds(2);

    public override async Task RunAsync(JobRun run)
    {
        while (await rescore.RunBatchAsync(run.CancellationToken) || await backfill.RunBatchAsync(run.CancellationToken)) { }
    }
}
