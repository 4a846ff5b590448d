using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Live;

namespace TriageConsole.Features.Triage;

/// <summary>Ranks open items again after a pattern search, because the impact of patterns and their number of labels changed.</summary>
public sealed class RankingService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    ChangeNotifier notifier
)
{
    private const int MaxItems = 20_000;
    private const int Chunk = 500;

    /// <summary>Few, because a labeler who takes an item meanwhile gets none of those that are locked.</summary>
    private const int StoredTogether = 50;

    /// <summary>Smaller relative changes of the priority are not stored.</summary>
    private const double Noticeable = 0.005;

    /// <summary>The time of the last pattern search of each workflow that has one.</summary>
    public async Task<Dictionary<long, DateTimeOffset?>> SearchesAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.PatternRuns.ToDictionaryAsync(r => r.WorkflowId, r => r.FinishedAt, cancellationToken);
    }

    /// <summary>Ranks the open items of a workflow. Returns the number of changed items.</summary>
    public async Task<int> RankAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await IngestWorkflow.LoadAsync(db, workflowId, cancellationToken);
        var patterns = await KnownPatterns.LoadAsync(db, [workflowId], cancellationToken);
        var open = await db
            .QueueItems.Where(q => q.WorkflowId == workflowId && q.OpenSlots > 0 && q.Source == QueueSource.Prioritized)
            .OrderByDescending(q => q.Priority)
            .Take(MaxItems)
            .Select(q => q.InteractionId)
            .ToListAsync(cancellationToken);
        var moved = 0;
        foreach (var ids in open.Chunk(Chunk))
        {
            var items = await db
                .QueueItems.Where(q => ids.Contains(q.InteractionId) && q.Source == QueueSource.Prioritized && q.OpenSlots > 0)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            var interactions = await db
                .Interactions.AsNoTracking()
                .Where(i => ids.Contains(i.Id))
                .ToDictionaryAsync(i => i.Id, cancellationToken);
            var signals = (
                await db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId) && s.Polarity < 0).ToListAsync(cancellationToken)
            ).ToLookup(s => s.InteractionId);
            var changes = new List<PriorityChange>();
            foreach (var item in items)
            {
                var interaction = interactions[item.InteractionId];
                var (priority, reason) = SampleItems.Rank(interaction, signals[interaction.Id], workflow, patterns.Strongest(interaction));
                if (Math.Abs(priority - item.Priority) > Noticeable * Math.Max(priority, item.Priority))
                    changes.Add(new PriorityChange(item.Id, item.InteractionId, item.Priority, priority, reason));
            }

            foreach (var some in changes.Chunk(StoredTogether))
                moved += await retry.RunAsync(token => StoreAsync(some, token), cancellationToken);
        }

        if (moved > 0)
            notifier.Publish(workflowId);
        return moved;
    }

    /// <summary>
    /// Skips items that a request or another score changed in the meantime. Interactions are locked first, because ingest ranks their items
    /// too.
    /// </summary>
    private async Task<int> StoreAsync(PriorityChange[] changes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await statements.LockInteractionsAsync(db, [.. changes.Select(c => c.InteractionId).Order()], cancellationToken);
        var moved = await statements.ChangePrioritiesAsync(db, changes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return moved;
    }
}
