using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>Queues for leads, in any order and in pages. Without an order, items come in the order in which labelers get them.</summary>
public sealed class QueueList(IDbContextFactory<TriageDbContext> contexts)
{
    private static readonly SortKeys<Item> Sorts = new SortKeys<Item>()
        .Add("priority", r => r.Entry.Priority)
        .Add("source", r => r.Entry.Source)
        .AddOptional("segment", r => r.Interaction.Segment)
        .Add("suspicion", r => r.Interaction.Suspicion)
        .Add("when", r => r.Interaction.Timestamp)
        .AddOptional("outcome", r => r.Interaction.OutcomeValue);

    private static readonly SortKeys<QueueSummary> SummarySorts = new SortKeys<QueueSummary>()
        .Add("workflow", s => s.Name)
        .Add("tenant", s => s.TenantKey)
        .Add("open", s => s.OpenSlots)
        .Add("leased", s => s.LeasedSlots)
        .Add("labels", s => s.Labels)
        .Add("review", s => s.NeedsReview);

    /// <summary>A page of the open items of a queue.</summary>
    public async Task<GridPage<QueueRow>> PageAsync(
        PersonAccess access,
        WorkflowRef workflow,
        QueueFilter filter,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await Ordered(Rows(db, access, workflow, filter), query).ToGridPageAsync(query, cancellationToken);
        return page.With(AsRow);
    }

    /// <summary>The name of a pattern of the workflow, for the filter of the page; null if it has no such pattern.</summary>
    public async Task<string?> PatternAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .FailurePatterns.Where(p => p.Id == patternId && p.WorkflowId == workflow.Id)
            .Select(p => p.Name)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The queue without pages, for a file.</summary>
    public async IAsyncEnumerable<QueueRow> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        QueueFilter filter,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Ordered(Rows(db, access, workflow, filter), query).Take(CsvDownload.MaxRows);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return AsRow(row);
    }

    /// <summary>A page of the queues of the workflows that a person leads, those with the most labels needed first.</summary>
    public async Task<GridPage<QueueSummary>> QueuesAsync(
        PersonAccess access,
        string? find,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Summaries(db, access, find, query).ToGridPageAsync(query, cancellationToken);
    }

    /// <summary>The queues without pages, for a file.</summary>
    public async IAsyncEnumerable<QueueSummary> ReadQueuesAsync(
        PersonAccess access,
        string? find,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Summaries(db, access, find, query).Take(CsvDownload.MaxRows);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row;
    }

    private static IOrderedQueryable<QueueSummary> Summaries(TriageDbContext db, PersonAccess access, string? find, GridQuery query)
    {
        var rows = db
            .Workflows.AsNoTracking()
            .InReach(access.Scope(Role.Lead))
            .Named(find)
            .Select(w => new QueueSummary
            {
                Id = w.Id,
                TenantKey = w.Tenant!.Key,
                Key = w.Key,
                Name = w.Name,
                OpenSlots = db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.OpenSlots),
                LeasedSlots = db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.LeasedSlots),
                Labels = db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.Labels),
                NeedsReview = db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.NeedsReview),
            });
        return (SummarySorts.Apply(rows, query) ?? rows.OrderByDescending(s => s.OpenSlots)).ThenBy(s => s.Name).ThenBy(s => s.Id);
    }

    private static IQueryable<Item> Rows(TriageDbContext db, PersonAccess access, WorkflowRef workflow, QueueFilter filter)
    {
        Demand(access, workflow);
        var rows = filter
            .Items(db, workflow.Id)
            .Join(
                db.Interactions,
                q => q.InteractionId,
                i => i.Id,
                (q, i) =>
                    new Item
                    {
                        Entry = q,
                        Interaction = i,
                        AssignedTo = db.Users.Where(u => u.Id == q.AssignedToId).Select(u => u.DisplayName).FirstOrDefault(),
                    }
            );
        return filter.Segment is { } segment ? rows.Where(r => r.Interaction.Segment == segment) : rows;
    }

    private static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see and change its queue.");
    }

    private static IOrderedQueryable<Item> Ordered(IQueryable<Item> rows, GridQuery query) =>
        Sorts.Apply(rows, query)?.ThenByDescending(r => r.Entry.Priority).ThenBy(r => r.Entry.Id)
        ?? rows.OrderByDescending(r => r.Entry.Priority).ThenBy(r => r.Entry.Id);

    private static QueueRow AsRow(Item row) =>
        new(
            row.Entry.Id,
            row.Interaction.TraceId,
            InteractionService.Word(row.Entry.Source),
            row.Entry.Priority,
            row.Entry.Reason,
            row.Entry.OpenSlots,
            Math.Max(0, row.Entry.Slots - row.Entry.OpenSlots - row.Entry.LabelsDone),
            row.Entry.LabelsDone,
            row.Entry.Slots,
            row.Entry.InclusionProbability,
            row.Interaction.Suspicion,
            row.Interaction.Segment,
            row.Interaction.OutcomeMetric,
            row.Interaction.OutcomeValue,
            row.Interaction.Preview,
            row.Interaction.Timestamp,
            row.AssignedTo
        );

    private sealed class Item
    {
        public required QueueItem Entry { get; init; }

        public required Interaction Interaction { get; init; }

        public string? AssignedTo { get; init; }
    }
}
