using Microsoft.Extensions.Logging.Abstractions;
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

    private void Start(LiveRefresh live) => live.Start(notifier, TimeProvider.System, _ => true, () => Task.CompletedTask);
}
