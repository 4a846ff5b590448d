using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Triage;

/// <summary>
/// Adds items outside of the samples to the queue, in the transaction of another feature. The caller counts the slots that it added.
/// </summary>
internal static class QueueAdditions
{
    /// <summary>The table's limit of slots per item.</summary>
    public const int MaxSlots = 20;

    /// <summary>A priority above all open items of the workflow.</summary>
    public static async Task<double> TopPriorityAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var top =
            await db
                .QueueItems.Where(q => q.WorkflowId == workflowId && q.OpenSlots > 0)
                .Select(q => (double?)q.Priority)
                .MaxAsync(cancellationToken)
            ?? 0;
        return (top * 1.01) + 0.001;
    }

    /// <summary>
    /// Puts interactions at the top of the queue for one more label each. Returns the number of added slots: an item with the maximum of
    /// slots gets none.
    /// </summary>
    public static async Task<int> RelabelAsync(
        TriageDbContext db,
        long[] interactions,
        string reason,
        (long TenantId, long WorkflowId) scope,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var top = await TopPriorityAsync(db, scope.WorkflowId, cancellationToken);
        var known = await db
            .QueueItems.Where(q => q.Source == QueueSource.Relabel && interactions.Contains(q.InteractionId))
            .ToDictionaryAsync(q => q.InteractionId, cancellationToken);
        var added = 0;
        foreach (var interaction in interactions)
        {
            if (!known.TryGetValue(interaction, out var item))
            {
                item = new QueueItem
                {
                    TenantId = scope.TenantId,
                    WorkflowId = scope.WorkflowId,
                    InteractionId = interaction,
                    Source = QueueSource.Relabel,
                    Reason = "",
                    CreatedAt = now,
                };
                db.QueueItems.Add(item);
            }
            else if (item.Slots >= MaxSlots)
            {
                continue;
            }

            (item.Slots, item.OpenSlots, item.DroppedAt, item.Priority) = (item.Slots + 1, item.OpenSlots + 1, null, top);
            item.Reason = reason;
            added++;
        }

        await db.SaveChangesAsync(cancellationToken);
        return added;
    }

    /// <summary>
    /// Adds a slot to the hidden check of an interaction, which no labeler can take from the queue. Returns the id of the item.
    /// </summary>
    public static async Task<long> AddCheckAsync(
        TriageDbContext db,
        long interactionId,
        (long TenantId, long WorkflowId) scope,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var item = await db.QueueItems.SingleOrDefaultAsync(
            q => q.InteractionId == interactionId && q.Source == QueueSource.GoldenCheck,
            cancellationToken
        );
        if (item is null)
        {
            item = new QueueItem
            {
                TenantId = scope.TenantId,
                WorkflowId = scope.WorkflowId,
                InteractionId = interactionId,
                Source = QueueSource.GoldenCheck,
                Reason = "A hidden check.",
                Slots = 1,
                CreatedAt = now,
            };
            db.QueueItems.Add(item);
            await db.SaveChangesAsync(cancellationToken);
        }
        else
        {
            // At the maximum the item keeps its slots: the leak budget limits how often it is shown.
            await db
                .QueueItems.Where(q => q.Id == item.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(q => q.Slots, q => q.Slots < MaxSlots ? q.Slots + 1 : q.Slots), cancellationToken);
        }

        return item.Id;
    }
}
