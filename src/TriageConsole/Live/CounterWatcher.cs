using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Hosting;

namespace TriageConsole.Live;

/// <summary>
/// Detects changes by other processes (another instance, the command line). While pages are open, it reads the counters of each
/// workflow and the latest comments once a second, and publishes the workflows that changed. Two small queries on both providers; see
/// docs/decisions.
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

    /// <summary>So many ids of comments are compared. Changes of older comments are seen with the next change in their workflow.</summary>
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
        // Counts, not only the highest id: ids are not committed in their order.
        var comments = await db
            .Comments.Where(c => c.Id > db.Comments.Max(x => (long?)x.Id) - LatestComments)
            .GroupBy(c => c.WorkflowId)
            .Select(g => new
            {
                g.Key,
                Count = g.Count(),
                Last = g.Max(c => c.Id),
                Edited = g.Max(c => c.EditedAt),
                Deleted = g.Max(c => c.DeletedAt),
            })
            .ToDictionaryAsync(c => c.Key, c => (c.Count, c.Last, c.Edited, c.Deleted), cancellationToken);
        foreach (var workflow in Changed(last, now).Union(Changed(lastComments, comments)).ToList())
            notifier.Publish(workflow);
        (last, lastComments) = (now, comments);
    }

    private static IEnumerable<long> Changed<T>(Dictionary<long, T>? before, Dictionary<long, T> now)
        where T : struct =>
        now.Where(n => before is null || !before.TryGetValue(n.Key, out var b) || !b.Equals(n.Value)).Select(n => n.Key);
}
