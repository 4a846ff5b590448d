using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Hosting;

namespace TriageConsole.Live;

/// <summary>
/// Detects changes by other processes (another instance, the command line). While pages are open, it reads the counters of each workflow
/// once a second and publishes those that changed. One small query on both providers; see docs/decisions.
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

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        if (notifier.SubscriberCount == 0)
            last = null;
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
        foreach (var (workflow, counts) in now)
            if (last is null || !last.TryGetValue(workflow, out var before) || before != counts)
                notifier.Publish(workflow);
        last = now;
    }
}
