using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Counts by property and over time for the list. They read a bounded number of the newest matching interactions.</summary>
public sealed partial class InteractionList
{
    /// <summary>
    /// The number of interactions that facets count. With it, they take about as long in a list of a million interactions as in one of a
    /// thousand.
    /// </summary>
    public const int MaxCounted = 2_000;

    /// <summary>Of several workflows more is read than its part, because usually a few have most of the traffic.</summary>
    private const int Unevenness = 4;

    /// <summary>The minimum that is read of a workflow if there are many.</summary>
    private const int MinOfWorkflow = 50;

    /// <summary>The facets of the list that <see cref="PageAsync"/> shows.</summary>
    public Task<InteractionFacets> FacetsAsync(
        PersonAccess access,
        InteractionListQuery list,
        CancellationToken cancellationToken = default
    ) => FacetsAsync(access, list, MaxCounted, cancellationToken);

    /// <param name="access">The person.</param>
    /// <param name="list">The filters of the list.</param>
    /// <param name="limit">The number of interactions that are counted, divided among the workflows.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    internal async Task<InteractionFacets> FacetsAsync(
        PersonAccess access,
        InteractionListQuery list,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (isFound, workflowId) = await FindAsync(access, list, cancellationToken);
        if (!isFound)
            return InteractionFacets.None;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflows = Workflows(db, access, workflowId);
        var count = workflowId is null ? await workflows.CountAsync(cancellationToken) : 1;
        var each = Math.Clamp(Unevenness * limit / Math.Max(1, count), Math.Min(MinOfWorkflow, limit), limit);
        var rows = await FilteredAsync(db, list, cancellationToken);
        DateTimeOffset? since = null;
        var tally = new InteractionTally();
        IQueryable<Interaction> read;
        if (workflowId is { } id)
        {
            read = rows.Where(i => i.WorkflowId == id).OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Take(each);
        }
        else
        {
            since = await SinceAsync(workflows, rows, each, cancellationToken);
            if (since is { } start)
                rows = rows.Where(i => i.Timestamp >= start);
            // The second condition: see the order of the list. More rows than the limit have the same time as the oldest one.
            read = workflows.SelectMany(w =>
                rows.Where(i => i.TenantId == w.TenantId && i.WorkflowId == w.Id && w.Id > 0)
                    .OrderByDescending(i => i.Timestamp)
                    .ThenByDescending(i => i.Id)
                    .Take(each)
            );
        }

        var properties = read.Select(i => new InteractionFacetRow(
            i.WorkflowId,
            i.Timestamp,
            i.Release,
            i.ModelId,
            i.ModelVersion,
            i.Segment,
            i.PromptVersion,
            i.Country,
            i.OutcomeValue,
            i.NeedsReview,
            i.LabelCount > 0
        ));
        await foreach (var row in properties.AsAsyncEnumerable().WithCancellation(cancellationToken))
            tally.Add(row);
        if (workflowId is not null && tally.Count == each)
            since = tally.Oldest;
        var named = workflowId is null && count > 1 ? await NamedAsync(db, tally.Workflows, cancellationToken) : [];
        return new InteractionFacets(
            tally.Count,
            since,
            tally.Facets(named, named.Count == 0 ? 0 : tally.Workflows.Count - named.Count),
            tally.Bins
        );
    }

    /// <summary>
    /// The time since which no workflow has more rows than are read of each. All rows since then are read, so that the counts are those of
    /// one period, although each workflow has its own limit. Null if no workflow has more rows.
    /// </summary>
    private static async Task<DateTimeOffset?> SinceAsync(
        IQueryable<Workflow> workflows,
        IQueryable<Interaction> rows,
        int each,
        CancellationToken cancellationToken
    )
    {
        var times = await workflows
            .Select(w =>
                // Without the tenant, the index alone answers; the workflows are those in reach.
                rows.Where(i => i.WorkflowId == w.Id)
                    .OrderByDescending(i => i.Timestamp)
                    .ThenByDescending(i => i.Id)
                    .Skip(each - 1)
                    .Select(i => (DateTimeOffset?)i.Timestamp)
                    .FirstOrDefault()
            )
            .ToListAsync(cancellationToken);
        return times.Max();
    }

    private static async Task<IReadOnlyList<InteractionFacetValue>> NamedAsync(
        TriageDbContext db,
        Dictionary<long, int> counts,
        CancellationToken cancellationToken
    )
    {
        var first = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(InteractionFacet.MaxValues).Select(c => c.Key).ToArray();
        var names = await db
            .Workflows.Where(w => first.Contains(w.Id))
            .Select(w => new
            {
                w.Id,
                w.Key,
                Tenant = w.Tenant!.Key,
            })
            .ToListAsync(cancellationToken);
        var isOneTenant = names.Select(n => n.Tenant).Distinct().Count() == 1;
        return
        [
            .. names
                .OrderByDescending(n => counts[n.Id])
                .ThenBy(n => n.Key, StringComparer.Ordinal)
                .Select(n => new InteractionFacetValue(n.Key, isOneTenant ? n.Key : $"{n.Tenant}/{n.Key}", counts[n.Id], n.Tenant)),
        ];
    }
}
