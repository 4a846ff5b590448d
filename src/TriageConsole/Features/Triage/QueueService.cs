using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>Lists and changes the ranked queue of a workflow.</summary>
public sealed class QueueService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    ChangeNotifier notifier,
    TimeProvider time
) : IInteractionRequests
{
    public const int MaxPage = 500;

    /// <summary>Lists open items in the order in which labelers get them.</summary>
    public async Task<Page<QueueRow>> ListAsync(
        PersonAccess access,
        long workflowId,
        QueueFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            DemandLead(
                access,
                await db.Workflows.Where(w => w.Id == workflowId).Select(w => w.TenantId).SingleOrDefaultAsync(cancellationToken),
                workflowId
            );
        return await ListAsync(workflowId, filter, cursor, limit, cancellationToken);
    }

    /// <summary>Lists open items for an API key of the workflow's tenant; null if the tenant has no such workflow.</summary>
    public async Task<Page<QueueRow>?> ListAsync(
        ApiCaller caller,
        string workflow,
        QueueFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } workflowId ? await ListAsync(workflowId, filter, cursor, limit, cancellationToken) : null;
    }

    /// <summary>The budget of the last seven days, and the number of candidates awaiting sampling.</summary>
    public async Task<QueueBudget> BudgetAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        DemandLead(access, workflow.TenantId, workflow.Id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var week = await WeekBudget.ReadAsync(
            db,
            await db.Workflows.AsNoTracking().SingleAsync(w => w.Id == workflow.Id, cancellationToken),
            time.GetUtcNow(),
            cancellationToken
        );
        return new QueueBudget(
            week.NeedsReview,
            week.Budget,
            week.Taken,
            await db.SamplingCandidates.CountAsync(c => c.WorkflowId == workflow.Id && c.SamplingRoundId == null, cancellationToken)
        );
    }

    /// <summary>Removes items from the queue. Labelers keep the leases they have, and their labels are stored.</summary>
    public async Task<int> DropAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IReadOnlyCollection<long> items,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow.TenantId, workflow.Id);
        // Two leads can remove the same items, in any order.
        var rows = await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var dropped = await DropAsync(db, workflow.Id, items, token);
                await transaction.CommitAsync(token);
                return dropped;
            },
            cancellationToken
        );
        notifier.Publish(workflow.Id);
        return rows;
    }

    /// <summary>The same in the transaction of the caller, who has checked the rights.</summary>
    internal async Task<int> DropAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyCollection<long> items,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var dropped = db.QueueItems.Where(q => q.WorkflowId == workflowId && items.Contains(q.Id) && q.DroppedAt == null);
        // The mark comes first because it locks the rows: a lease in between would be counted twice.
        var rows = await dropped.ExecuteUpdateAsync(s => s.SetProperty(q => q.DroppedAt, now), cancellationToken);
        var marked = db.QueueItems.Where(q => q.WorkflowId == workflowId && items.Contains(q.Id) && q.DroppedAt == now);
        var open = await marked.SumAsync(q => (long)q.OpenSlots, cancellationToken);
        await marked.ExecuteUpdateAsync(s => s.SetProperty(q => q.OpenSlots, 0), cancellationToken);
        await statements.AddToCountersAsync(db, workflowId, new CounterChange(OpenSlots: -open), cancellationToken);
        return rows;
    }

    /// <summary>Adds an interaction at the top of its queue, for the given number of labels.</summary>
    public async Task<string> RequestLabelAsync(
        PersonAccess access,
        long interactionId,
        int slots = 1,
        CancellationToken cancellationToken = default
    ) => (await RequestAsync(access, interactionId, slots, cancellationToken)).Message;

    /// <summary>Adds an interaction at the top of its queue, and returns the number of labels that were added.</summary>
    public async Task<(int Added, string Message)> RequestAsync(
        PersonAccess access,
        long interactionId,
        int slots,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (workflowId, added) = await RequestAsync(db, access, interactionId, slots, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflowId);
        return (added, added == 0 ? $"It already needs {QueueAdditions.MaxSlots} labels, the maximum." : "It is at the top of the queue.");
    }

    /// <summary>The same in the transaction of the caller.</summary>
    internal async Task<(long WorkflowId, int Added)> RequestAsync(
        TriageDbContext db,
        PersonAccess access,
        long interactionId,
        int slots,
        CancellationToken cancellationToken
    )
    {
        slots = Math.Clamp(slots, 1, QueueAdditions.MaxSlots);
        var interaction = await db
            .Interactions.Where(i => i.Id == interactionId)
            .Select(i => new { i.TenantId, i.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        if (interaction is null)
            throw new AccessDeniedException("There is no such interaction.");
        DemandLead(access, interaction.TenantId, interaction.WorkflowId);
        var top = await QueueAdditions.TopPriorityAsync(db, interaction.WorkflowId, cancellationToken);
        var item = await db.QueueItems.SingleOrDefaultAsync(
            q => q.InteractionId == interactionId && q.Source == QueueSource.Requested,
            cancellationToken
        );
        var added = slots;
        if (item is null)
        {
            item = new QueueItem
            {
                TenantId = interaction.TenantId,
                WorkflowId = interaction.WorkflowId,
                InteractionId = interactionId,
                Source = QueueSource.Requested,
                Reason = "",
                OpenSlots = slots,
                Slots = slots,
                CreatedAt = time.GetUtcNow(),
            };
            db.QueueItems.Add(item);
        }
        else
        {
            added = Math.Min(slots, QueueAdditions.MaxSlots - item.Slots);
            (item.Slots, item.OpenSlots, item.DroppedAt) = (item.Slots + added, item.OpenSlots + added, null);
        }

        item.Priority = Math.Max(item.Priority, top);
        item.Reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Requested by {access.DisplayName}: {item.OpenSlots} more label{(item.OpenSlots == 1 ? "" : "s")}."
        );
        await db.SaveChangesAsync(cancellationToken);
        await statements.AddToCountersAsync(db, interaction.WorkflowId, new CounterChange(OpenSlots: added), cancellationToken);
        return (interaction.WorkflowId, added);
    }

    private async Task<Page<QueueRow>> ListAsync(
        long workflowId,
        QueueFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = filter.Items(db, workflowId);
        if (QueueCursor.Parse(cursor) is { Priority: var priority, Id: var id })
            items = items.Where(q => q.Priority < priority || (q.Priority == priority && q.Id > id));
        var rows =
            from q in items
            join i in db.Interactions on q.InteractionId equals i.Id
            where filter.Segment == null || i.Segment == filter.Segment
            orderby q.Priority descending, q.Id
            select new { q, i };
        var found = await rows.Take(limit + 1)
            .Select(r => new
            {
                Row = new QueueRow(
                    r.q.Id,
                    r.i.TraceId,
                    "",
                    r.q.Priority,
                    r.q.Reason,
                    r.q.OpenSlots,
                    r.q.Slots - r.q.OpenSlots - r.q.LabelsDone,
                    r.q.LabelsDone,
                    r.q.Slots,
                    r.q.InclusionProbability,
                    r.i.Suspicion,
                    r.i.Segment,
                    r.i.OutcomeMetric,
                    r.i.OutcomeValue,
                    r.i.Preview,
                    r.i.Timestamp
                ),
                r.q.Source,
            })
            .ToListAsync(cancellationToken);
        var page = found
            .Take(limit)
            .Select(f => f.Row with { Source = InteractionService.Word(f.Source), HeldSlots = Math.Max(0, f.Row.HeldSlots) })
            .ToList();
        return new Page<QueueRow>(page, found.Count > limit ? new QueueCursor(page[^1].Priority, page[^1].Id).ToString() : null);
    }

    private static void DemandLead(PersonAccess access, long tenantId, long workflowId)
    {
        if (!access.Has(Role.Lead, tenantId, workflowId))
            throw new AccessDeniedException("Only leads of the workflow can see and change its queue.");
    }
}
