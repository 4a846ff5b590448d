using TriageConsole.Live;

namespace TriageConsole.Components;

/// <summary>
/// Reloads the data of a page after changes. However many changes arrive, it reloads at most once per pause (default 500 ms). Dispose it
/// with the page.
/// </summary>
public sealed class LiveRefresh : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly IDisposable subscription;
    private int waiting;
    private volatile bool ended;

    public LiveRefresh(ChangeNotifier notifier, TimeProvider time, Func<long, bool> concerns, Func<Task> refresh, TimeSpan? pause = null)
    {
        subscription = notifier.Subscribe(async workflowId =>
        {
            if (ended || !concerns(workflowId) || Interlocked.Exchange(ref waiting, 1) == 1)
                return;
            await Task.Delay(pause ?? Pause, time);
            Interlocked.Exchange(ref waiting, 0);
            if (!ended)
                await refresh();
        });
    }

    public void Dispose()
    {
        ended = true;
        subscription.Dispose();
    }
}
