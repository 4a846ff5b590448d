using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>
/// The list of interactions for people: in any order, in pages. In the order of time it reads only as many rows as it shows, however many
/// there are: the newest of each workflow by the index of the workflow, then the newest of those.
/// </summary>
public sealed partial class InteractionList(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    WorkflowDirectory directory,
    KeyHashing keys,
    TimeProvider time
)
{
    /// <summary>The period of a text search without a start, where the server has no index for it.</summary>
    public static readonly TimeSpan SearchPeriod = TimeSpan.FromDays(30);

    private static readonly SortKeys<Interaction> Sorts = new SortKeys<Interaction>()
        .AddOptional("outcome", i => i.OutcomeValue)
        .Add("suspicion", i => i.Suspicion)
        .Add("labels", i => i.LabelCount)
        .AddOptional("latency_ms", i => i.ClientLatencyMs ?? i.ServerLatencyMs);

    /// <summary>Whether a text search without a start is limited to <see cref="SearchPeriod"/>.</summary>
    public bool SearchIsLimited => statements.SearchReadsEveryText;

    /// <summary>A page of the interactions of the workflows that a person leads. Empty if the query names another workflow.</summary>
    public async Task<GridPage<InteractionRow>> PageAsync(
        PersonAccess access,
        InteractionListQuery list,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        var (isFound, workflowId) = await FindAsync(access, list, cancellationToken);
        if (!isFound)
            return new GridPage<InteractionRow>([], 0, false, 1);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, list, cancellationToken);
        var (total, hasMore) = await GridPaging.CountAsync(InReach(rows, access, workflowId), cancellationToken);
        var number = GridPaging.Number(query, total);
        var end = Math.Min(number * query.Size, GridPaging.MaxCount);
        var items = await Ordered(db, rows, access, workflowId, query, end)
            .Skip((number - 1) * query.Size)
            .Take(GridPaging.Rows(query, number))
            .Select(InteractionService.AsRow)
            .ToListAsync(cancellationToken);
        return new GridPage<InteractionRow>(items, total, hasMore, number);
    }

    /// <summary>The list as <see cref="PageAsync"/> has it, without pages, for a file.</summary>
    public async IAsyncEnumerable<InteractionRow> ReadAsync(
        PersonAccess access,
        InteractionListQuery list,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var (isFound, workflowId) = await FindAsync(access, list, cancellationToken);
        if (!isFound)
            yield break;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Ordered(db, await FilteredAsync(db, list, cancellationToken), access, workflowId, query, CsvDownload.MaxRows)
            .Take(CsvDownload.MaxRows)
            .Select(InteractionService.AsRow);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row;
    }

    /// <summary>The id of the workflow of the query, without one for all workflows. Not found if the person does not lead it.</summary>
    private async Task<(bool IsFound, long? Id)> FindAsync(
        PersonAccess access,
        InteractionListQuery list,
        CancellationToken cancellationToken
    )
    {
        if (list.Workflow is null)
            return (true, null);
        var found = list.Tenant is null
            ? await directory.FindPlaceAsync(access, Role.Lead, list.Workflow, cancellationToken)
            : await directory.FindAsync(access, Role.Lead, list.Workflow, list.Tenant, cancellationToken);
        return (found is not null, found?.Id);
    }

    private async Task<IQueryable<Interaction>> FilteredAsync(
        TriageDbContext db,
        InteractionListQuery list,
        CancellationToken cancellationToken
    )
    {
        var filter = list.Filter.WithStoredKeys(await keys.GetAsync(cancellationToken));
        if (filter.Words is not null && SearchIsLimited && filter.From is null)
            filter = filter with { From = (filter.To ?? time.GetUtcNow()) - SearchPeriod };
        var rows = filter.Apply(db.Interactions.AsNoTracking());
        return filter.Words is { } words ? statements.WithWords(db, rows, words) : rows;
    }

    private static IQueryable<Interaction> InReach(IQueryable<Interaction> rows, PersonAccess access, long? workflowId)
    {
        var (everywhere, tenants, workflows) = access.Scope(Role.Lead);
        return rows.Where(i =>
            (workflowId == null || i.WorkflowId == workflowId)
            && (everywhere || tenants.Contains(i.TenantId) || workflows.Contains(i.WorkflowId))
        );
    }

    private static IQueryable<Workflow> Workflows(TriageDbContext db, PersonAccess access, long? workflowId)
    {
        var workflows = db.Workflows.InReach(access.Scope(Role.Lead));
        return workflowId is { } id ? workflows.Where(w => w.Id == id) : workflows;
    }

    private static IQueryable<Interaction> Ordered(
        TriageDbContext db,
        IQueryable<Interaction> rows,
        PersonAccess access,
        long? workflowId,
        GridQuery query,
        int end
    )
    {
        if (Sorts.Apply(InReach(rows, access, workflowId), query) is { } sorted)
            return sorted.ThenByDescending(i => i.Timestamp).ThenByDescending(i => i.Id);
        // With the id of the workflow, the database knows how many rows it has.
        if (workflowId is { } id)
            return ByTime(InReach(rows, access, id), query);
        var workflows = Workflows(db, access, null);
        // A condition on the workflow that is no join key keeps the subquery per workflow. Without it, EF Core numbers all rows of all
        // workflows (ROW_NUMBER) and the database reads each of them.
        return query is { Sort: "when", IsDescending: false }
            ? ByTime(
                workflows.SelectMany(w =>
                    rows.Where(i => i.TenantId == w.TenantId && i.WorkflowId == w.Id && w.Id > 0)
                        .OrderBy(i => i.Timestamp)
                        .ThenBy(i => i.Id)
                        .Take(end)
                ),
                query
            )
            : ByTime(
                workflows.SelectMany(w =>
                    rows.Where(i => i.TenantId == w.TenantId && i.WorkflowId == w.Id && w.Id > 0)
                        .OrderByDescending(i => i.Timestamp)
                        .ThenByDescending(i => i.Id)
                        .Take(end)
                ),
                query
            );
    }

    private static IQueryable<Interaction> ByTime(IQueryable<Interaction> rows, GridQuery query) =>
        query is { Sort: "when", IsDescending: false }
            ? rows.OrderBy(i => i.Timestamp).ThenBy(i => i.Id)
            : rows.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id);
}
