using TriageConsole.Live;

namespace TriageConsole.Components;

/// <summary>
/// Reloads the data of a page after changes. However many changes arrive, it reloads at most once per pause (default 500 ms; asked for at
/// the first change). Dispose it with the page. A page can be left before its first read has ended: what is started after that does
/// nothing. Reloads and the loads of <see cref="RunAsync"/> run one after the other.
/// </summary>
public sealed class LiveRefresh : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly LoadOrder loads = new();
    private IDisposable? subscription;
    private int waiting;
    private volatile bool ended;

    /// <summary>Starts on the first call. To be called on the dispatcher of the component, as <see cref="Dispose"/> is.</summary>
    public void Start(
        ChangeNotifier notifier,
        TimeProvider time,
        Func<long, bool> concerns,
        Func<Task> refresh,
        Func<TimeSpan>? pause = null
    )
    {
        if (ended || subscription is not null)
            return;
        subscription = notifier.Subscribe(async workflowId =>
        {
            if (ended || !concerns(workflowId) || Interlocked.Exchange(ref waiting, 1) == 1)
                return;
            await Task.Delay(pause?.Invoke() ?? Pause, time);
            Interlocked.Exchange(ref waiting, 0);
            await loads.RunAsync(() => ended ? Task.CompletedTask : refresh());
        });
    }

    /// <summary>Runs a load of the page, for example after a navigation, when those before it and a running reload have ended.</summary>
    public Task RunAsync(Func<Task> load) => loads.RunAsync(load);

    public void Dispose()
    {
        ended = true;
        subscription?.Dispose();
    }
}
