using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Hosting;

namespace TriageConsole.Live;

/// <summary>
/// Detects changes by other processes (another instance, the command line). While pages are open, it reads the counters of each
/// workflow and the comments that changed last once a second, and publishes the workflows that changed. Four small queries on both
/// providers; see docs/decisions.
/// </summary>
internal sealed class CounterWatcher(
    IDbContextFactory<TriageDbContext> contexts,
    ChangeNotifier notifier,
    TimeProvider time,
    ILogger<CounterWatcher> logger
) : LoopService(TimeSpan.FromSeconds(1), time)
{
    /// <summary>Null while no page is open: the next read then publishes every workflow, because earlier changes are unknown.</summary>
    private Dictionary<long, (long, long)>? last;

    private Dictionary<long, (int, long, DateTimeOffset?, DateTimeOffset?)>? lastComments;

    /// <summary>So many comments are compared: of the latest, of those edited last, and of those deleted last.</summary>
    private const int LatestComments = 200;

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        if (notifier.SubscriberCount == 0)
            (last, lastComments) = (null, null);
        else
            await LookAsync(stoppingToken);
    }

    protected override void OnFault(Exception fault) => LiveLog.WatchFailed(logger, fault);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await db
            .WorkflowCounters.GroupBy(c => c.WorkflowId)
            .Select(g => new
            {
                g.Key,
                Traffic = g.Sum(c => c.Interactions),
                Work = g.Sum(c => c.Labels * 1_000_003 + c.OpenSlots * 1_009 + c.LeasedSlots),
            })
            .ToDictionaryAsync(c => c.Key, c => (c.Traffic, c.Work), cancellationToken);
        var comments = await CommentsAsync(db, cancellationToken);
        foreach (var workflow in Changed(last, now).Union(Changed(lastComments, comments)).ToList())
            notifier.Publish(workflow);
        (last, lastComments) = (now, comments);
    }

    /// <summary>
    /// What each workflow has of the comments that changed last. An old comment is among them once it is edited or deleted.
    /// </summary>
    private static async Task<Dictionary<long, (int, long, DateTimeOffset?, DateTimeOffset?)>> CommentsAsync(
        TriageDbContext db,
        CancellationToken cancellationToken
    )
    {
        IQueryable<Comment>[] parts =
        [
            db.Comments.OrderByDescending(c => c.Id),
            db.Comments.Where(c => c.EditedAt != null).OrderByDescending(c => c.EditedAt),
            db.Comments.Where(c => c.DeletedAt != null).OrderByDescending(c => c.DeletedAt),
        ];
        var found = new HashSet<(long Workflow, long Id, DateTimeOffset? Edited, DateTimeOffset? Deleted)>();
        foreach (var part in parts)
        {
            var rows = await part.Take(LatestComments)
                .Select(c => new
                {
                    c.WorkflowId,
                    c.Id,
                    c.EditedAt,
                    c.DeletedAt,
                })
                .ToListAsync(cancellationToken);
            found.UnionWith(rows.Select(c => (c.WorkflowId, c.Id, c.EditedAt, c.DeletedAt)));
        }

        // Counts, not only the highest id: ids are not committed in their order.
        return found
            .GroupBy(c => c.Workflow)
            .ToDictionary(g => g.Key, g => (g.Count(), g.Max(c => c.Id), g.Max(c => c.Edited), g.Max(c => c.Deleted)));
    }

    private static IEnumerable<long> Changed<T>(Dictionary<long, T>? before, Dictionary<long, T> now)
        where T : struct =>
        now.Where(n => before is null || !before.TryGetValue(n.Key, out var b) || !b.Equals(n.Value)).Select(n => n.Key);
}
