using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Client;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Routing;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>The server is away, slow, full or refuses. The application notices nothing, and nothing is lost or stored twice.</summary>
public sealed class ClientFaultTests(ClientApp world) : IClassFixture<ClientApp>
{
    [Fact]
    public async Task ServerThatIsStoppedAndStartedAgain_GetsEverythingOnce()
    {
        await using var client = world.Connect(batch: 7);
        client.Capture(ClientApp.Interaction("stopped-before"));
        await client.FlushAsync(TestContext.Current.CancellationToken);
        await world.App.RestartAsync(async () =>
        {
            for (var n = 0; n < 50; n++)
                client.Capture(ClientApp.Interaction($"stopped-{n}"));
            await Wait.UntilAsync(() => Task.FromResult(client.Statistics.LastFailure is not null), "A failed request");
        });
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(51, await world.CountAsync("stopped-"));
        var statistics = client.Statistics;
        Assert.Equal((51L, 51L, 0L, 0L), (statistics.Captured, statistics.Sent, statistics.Dropped, statistics.Waiting));
        Assert.Null(statistics.LastFailure);
    }

    [Fact]
    public async Task ServerThatDoesNotAnswerInTime_GetsTheBatchAgain_AndStoresItOnce()
    {
        using var proxy = new NetworkProxy(world.App.Address);
        var (clock, timeout) = (new TestClock(), TimeSpan.FromMinutes(10));
        await using var client = new TriageClient(
            new TriageClientOptions
            {
                Endpoint = proxy.Address,
                ApiKey = world.Key,
                Workflow = "support",
                ModelVersion = "m1",
                FlushInterval = TimeSpan.Zero,
                RequestTimeout = timeout,
                TimeProvider = clock,
            }
        );
        proxy.Silence();
        var started = clock.TimerOfAsync(timeout);
        for (var n = 0; n < 20; n++)
            client.Capture(ClientApp.Interaction($"slow-{n}"));
        await started.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(timeout);
        await Wait.UntilAsync(
            () => Task.FromResult(client.Statistics.LastFailure?.StartsWith("No answer within", StringComparison.Ordinal) == true),
            "A timeout"
        );
        proxy.Restore();
        await Wait.UntilAsync(
            () =>
            {
                // The pause before the next request.
                clock.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(client.Statistics.Sent == 20);
            },
            "The second request"
        );
        Assert.Equal(20, await world.CountAsync("slow-"));
        Assert.Equal(0, client.Statistics.Dropped);
    }

    [Fact]
    public async Task FullQueue_DropsWhatIsNew_CountsAndReportsIt()
    {
        using var proxy = new NetworkProxy(world.App.Address);
        var reports = new System.Collections.Concurrent.ConcurrentQueue<TriageReport>();
        await using var client = world.Connect(proxy.Address, capacity: 10, batch: 4, onReport: reports.Enqueue);
        proxy.Silence();
        for (var n = 0; n < 100; n++)
            client.Capture(ClientApp.Interaction($"full-{n}"));
        Assert.Equal((100L, 90L, 10L), (client.Statistics.Captured, client.Statistics.Dropped, client.Statistics.Waiting));
        await Wait.UntilAsync(() => Task.FromResult(reports.Sum(r => r.Count) == 90), "The report");
        Assert.All(reports, r => Assert.Equal(TriageReason.QueueFull, r.Reason));
        proxy.Restore();
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, await world.CountAsync("full-"));
        client.Capture(ClientApp.Interaction("full-after"));
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(11, await world.CountAsync("full-"));
    }

    [Fact]
    public async Task EventsThatAreLargerThanTheMemory_AreDropped()
    {
        using var proxy = new NetworkProxy(world.App.Address);
        await using var client = new TriageClient(
            new TriageClientOptions
            {
                Endpoint = proxy.Address,
                ApiKey = world.Key,
                Workflow = "support",
                ModelVersion = "m1",
                QueueBytes = 1_000_000,
            }
        );
        proxy.Silence();
        for (var n = 0; n < 5; n++)
            client.Capture(ClientApp.Interaction($"heavy-{n}") with { Output = new string('x', 300_000) });
        Assert.Equal((2L, 3L), (client.Statistics.Dropped, client.Statistics.Waiting));
        proxy.Restore();
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, await world.CountAsync("heavy-"));
    }

    [Fact]
    public async Task BusyServer_Answers429_AndTheBatchStays()
    {
        await using var app = await world.App.StartSiblingAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.ConcurrentBatches, o.MaxWaitSeconds) = (2, 0.05))
        );
        await using var client = world.Connect(app.Address);
        var permits = app.Get<IngestPermits>();
        using (await permits.EnterAsync(-1, TestContext.Current.CancellationToken))
        using (await permits.EnterAsync(-2, TestContext.Current.CancellationToken))
        {
            for (var n = 0; n < 10; n++)
                client.Capture(ClientApp.Interaction($"busy-{n}"));
            await Wait.UntilAsync(
                () => Task.FromResult(client.Statistics.LastFailure?.StartsWith("429", StringComparison.Ordinal) == true),
                "A refusal"
            );
        }

        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, await world.CountAsync("busy-"));
        Assert.Equal(0, client.Statistics.Dropped);
    }

    [Fact]
    public async Task BodyTooLarge_IsSentInParts_AndOnlyTheLargeEventIsDropped()
    {
        await using var app = await world.App.StartSiblingAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.MaxBodyBytes, o.MaxInflatedBytes) = (1 << 20, 20_000))
        );
        await using var client = world.Connect(app.Address);
        for (var n = 0; n < 8; n++)
            client.Capture(ClientApp.Interaction($"parts-{n}") with { Output = new string('x', n == 5 ? 30_000 : 6_000) });
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, await world.CountAsync("parts-"));
        Assert.Equal(1, client.Statistics.ByReason[TriageReason.TooLarge]);
    }

    [Fact]
    public async Task UnknownKey_DropsAndSaysWhy()
    {
        await using var client = world.Connect(key: "tck_unknown");
        client.Capture(ClientApp.Interaction("refused-1"));
        client.FeedbackFor("refused-1").Copied();
        await client.FlushAsync(TestContext.Current.CancellationToken);
        var statistics = client.Statistics;
        Assert.Equal((0L, 2L), (statistics.Sent, statistics.ByReason[TriageReason.Refused]));
        Assert.StartsWith("401", statistics.LastFailure, StringComparison.Ordinal);
        Assert.DoesNotContain("tck_unknown", statistics.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_SendsWhatIsLeft()
    {
        var client = world.Connect();
        for (var n = 0; n < 2_000; n++)
            client.Capture(ClientApp.Interaction($"left-{n}"));
        await client.DisposeAsync();
        Assert.Equal(2_000, await world.CountAsync("left-"));
        Assert.Equal((2_000L, 0L), (client.Statistics.Sent, client.Statistics.Waiting));
    }

    [Fact]
    public async Task Dispose_WhileTheServerIsAway_EndsInTime_AndCountsTheRest()
    {
        using var proxy = new NetworkProxy(world.App.Address);
        proxy.Silence();
        var reports = new List<TriageReport>();
        var client = world.Connect(proxy.Address, batch: 4, disposeTimeout: TimeSpan.FromMilliseconds(200), onReport: reports.Add);
        for (var n = 0; n < 10; n++)
            client.Capture(ClientApp.Interaction($"gone-{n}"));
        await client.DisposeAsync();
        client.Capture(ClientApp.Interaction("gone-late"));
        await client.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (11L, 0L, 11L, 0L),
            (
                client.Statistics.Captured,
                client.Statistics.Sent,
                client.Statistics.ByReason[TriageReason.Disposed],
                client.Statistics.Waiting
            )
        );
        Assert.Equal(10, reports.Where(r => r.Reason == TriageReason.Disposed).Take(1).Sum(r => r.Count));
        Assert.Equal(0, await world.CountAsync("gone-"));
    }

    [Fact]
    public async Task FaultyCallback_StopsNothing()
    {
        await using var client = world.Connect(onReport: _ => throw new InvalidOperationException("A fault of the application."));
        client.Capture(new CapturedInteraction { TraceId = "callback-1" });
        await client.FlushAsync(TestContext.Current.CancellationToken);
        client.Capture(ClientApp.Interaction("callback-2"));
        await client.DisposeAsync();
        Assert.Equal(1, await world.CountAsync("callback-2"));
    }
}
