using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Live;

namespace TriageConsole.Components.Tests;

public sealed class LiveRefreshTests
{
    private readonly ChangeNotifier notifier = new(NullLogger<ChangeNotifier>.Instance);

    [Fact]
    public void Start_OfAPageThatWasLeft_SubscribesNothing()
    {
        var live = new LiveRefresh();
        live.Dispose();

        Start(live);

        Assert.Equal(0, notifier.SubscriberCount);
    }

    [Fact]
    public void Start_Again_KeepsTheFirstSubscription_AndDisposeEndsIt()
    {
        var live = new LiveRefresh();
        Start(live);
        Start(live);
        Assert.Equal(1, notifier.SubscriberCount);

        live.Dispose();

        Assert.Equal(0, notifier.SubscriberCount);
    }

    [Fact]
    public async Task Load_DuringASlowReload_ShowsItsRowsLast()
    {
        using var live = new LiveRefresh();
        var time = new FakeTimeProvider();
        var (address, rows) = ("old", "");
        var (started, read) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isFirst = true;
        async Task LoadAsync()
        {
            var asked = address;
            if (isFirst)
            {
                isFirst = false;
                started.SetResult();
                await read.Task;
            }

            rows = asked;
        }

        live.Start(notifier, time, _ => true, LoadAsync);
        notifier.Publish(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await started.Task;
        address = "new";
        var load = live.RunAsync(LoadAsync);
        read.SetResult();
        await load;

        Assert.Equal("new", rows);
    }

    [Fact]
    public async Task ManyChanges_AreOneReload_AfterThePauseOfThePage()
    {
        using var live = new LiveRefresh();
        var time = new FakeTimeProvider();
        var reloads = 0;
        var reloaded = new TaskCompletionSource();
        Task ReloadAsync()
        {
            reloads++;
            reloaded.SetResult();
            return Task.CompletedTask;
        }

        live.Start(notifier, time, _ => true, ReloadAsync, () => TimeSpan.FromSeconds(3));
        for (var change = 0; change < 10; change++)
            notifier.Publish(1);
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, reloads);

        time.Advance(TimeSpan.FromSeconds(0.1));
        await reloaded.Task;

        Assert.Equal(1, reloads);
    }

    [Fact]
    public async Task FailedLoad_DoesNotBlockTheNext()
    {
        using var live = new LiveRefresh();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            live.RunAsync(() => Task.FromException(new InvalidOperationException("refused")))
        );
        var loaded = false;
        await live.RunAsync(() =>
        {
            loaded = true;
            return Task.CompletedTask;
        });
        Assert.True(loaded);
    }

    private void Start(LiveRefresh live) => live.Start(notifier, TimeProvider.System, _ => true, () => Task.CompletedTask);
}
