using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>Resumes, renews and releases the items that a labeler has leased.</summary>
public sealed class LabelingLeases(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    PendingSubmits pending,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>
    /// The items that this labeler has leased, drafts first, so that a reloaded page or a restarted server shows them again. Their fencing
    /// tokens change, so an older window can no longer submit or release them.
    /// </summary>
    public Task<IReadOnlyList<LabelingItem>> ResumeAsync(
        PersonAccess access,
        LabelingSession session,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        // Two windows update the same rows, in any order.
        return retry.RunAsync(token => ResumeOnceAsync(session, token), cancellationToken);
    }

    private async Task<IReadOnlyList<LabelingItem>> ResumeOnceAsync(LabelingSession session, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + session.Lease;
        var sending = pending.All();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var held = db.Assignments.Where(a =>
            a.LabelerId == session.LabelerId
            && a.FinishedAt == null
            && a.State == AssignmentState.Leased
            && !sending.Contains(a.Id)
            && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.WorkflowId == session.WorkflowId && q.DroppedAt == null)
        );
        await held.ExecuteUpdateAsync(
            s => s.SetProperty(a => a.Fence, a => a.Fence + 1).SetProperty(a => a.LeaseUntil, until),
            cancellationToken
        );
        var ids = await held.OrderByDescending(a => db.LabelDrafts.Any(d => d.AssignmentId == a.Id))
            .ThenBy(a => a.LeasedAt)
            .ThenBy(a => a.Id)
            .Select(a => a.Id)
            .ToListAsync(cancellationToken);
        var items = await ItemLoader.LoadAsync(db, session.TenantId, ids, cancellationToken);
        return await Suggestions.AddAsync(db, session, items, cancellationToken);
    }

    /// <summary>Leases a slot that is not open in the queue, in the transaction of another feature.</summary>
    internal static async Task<ItemLease> AddAsync(
        TriageDbContext db,
        IProviderStatements statements,
        LabelingSession session,
        (long Id, long InteractionId) item,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lease = new Assignment
        {
            QueueItemId = item.Id,
            LabelerId = session.LabelerId,
            State = AssignmentState.Leased,
            Fence = 1,
            LeasedAt = now,
            LeaseUntil = now + session.Lease,
        };
        db.Assignments.Add(lease);
        await db.SaveChangesAsync(cancellationToken);
        await statements.AddToCountersAsync(db, session.WorkflowId, new CounterChange(LeasedSlots: 1), cancellationToken);
        return new ItemLease(lease.Id, item.InteractionId, lease.Fence, lease.LeaseUntil);
    }

    /// <summary>Whether another window of the same labeler has the item.</summary>
    public async Task<bool> IsOpenElsewhereAsync(LabelingSession session, LeaseToken lease, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Assignments.AnyAsync(
            a =>
                a.Id == lease.AssignmentId
                && a.LabelerId == session.LabelerId
                && a.State == AssignmentState.Leased
                && a.Fence != lease.Fence,
            cancellationToken
        );
    }

    /// <summary>Extends leases. Those missing in the result are lost.</summary>
    public Task<IReadOnlyList<long>> RenewAsync(
        PersonAccess access,
        LabelingSession session,
        IReadOnlyList<LeaseToken> leases,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        return statements.RenewAsync(session.LabelerId, leases, time.GetUtcNow() + session.Lease, cancellationToken);
    }

    /// <summary>Releases prefetched items that were not touched. It needs no permission check, because it only ends leases.</summary>
    public async Task ReleaseAsync(LabelingSession session, IReadOnlyList<LeaseToken> leases, CancellationToken cancellationToken = default)
    {
        if (leases.Count > 0 && (await statements.ReleaseAsync(session.LabelerId, leases, cancellationToken)).Count > 0)
            notifier.Publish(session.WorkflowId);
    }
}
