using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Finds an interaction in the list, with the rows before and after it.</summary>
public sealed partial class InteractionList
{
    /// <summary>Rows that can arrive before an interaction while it is open, without a second search.</summary>
    private const int Slack = 200;

    /// <summary>
    /// The place of an interaction in the list that <see cref="PageAsync"/> shows. Null if the person cannot see the list.
    /// </summary>
    /// <param name="access">The person.</param>
    /// <param name="list">The filters of the list.</param>
    /// <param name="query">The order of the list.</param>
    /// <param name="id">The interaction.</param>
    /// <param name="position">Where it was, to read only the beginning of the list. It can have moved.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<InteractionPlace?> PlaceAsync(
        PersonAccess access,
        InteractionListQuery list,
        GridQuery query,
        long id,
        int position,
        CancellationToken cancellationToken = default
    )
    {
        var (isFound, workflowId) = await FindAsync(access, list, cancellationToken);
        if (!isFound)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, list, cancellationToken);
        var (total, hasMore) = await GridPaging.CountAsync(InReach(rows, access, workflowId), cancellationToken);
        var near = Math.Clamp(position, 0, GridPaging.MaxCount) + Slack;
        foreach (var end in new[] { Math.Min(near, GridPaging.MaxCount), GridPaging.MaxCount }.Distinct())
        {
            // One row more than the limit, so that the last one has a next one.
            var ids = await Ordered(db, rows, access, workflowId, query, end + 1)
                .Take(end + 1)
                .Select(i => i.Id)
                .ToListAsync(cancellationToken);
            if (ids.IndexOf(id) is >= 0 and var at && (at < ids.Count - 1 || ids.Count <= end))
            {
                long?[] around = [at > 0 ? ids[at - 1] : null, at < ids.Count - 1 ? ids[at + 1] : null];
                var names = await db
                    .Interactions.Where(i => around.Contains(i.Id))
                    .Select(i => new { i.Id, Neighbor = new InteractionNeighbor(i.Workflow!.Tenant!.Key, i.TraceId) })
                    .ToDictionaryAsync(n => n.Id, n => n.Neighbor, cancellationToken);
                InteractionNeighbor? Named(long? one) => one is { } key ? names.GetValueOrDefault(key) : null;
                return new InteractionPlace(at + 1, total, hasMore, Named(around[0]), Named(around[1]));
            }

            if (ids.Count <= end)
                break;
        }

        return new InteractionPlace(null, total, hasMore);
    }
}
