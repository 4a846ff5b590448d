using System.Net;
using TriageConsole.Client;
using TriageConsole.Data.Releases;
using TriageConsole.Tests.Routing;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Routes of the real server, and the last known ones while it is away.</summary>
public sealed class RouteClientTests : RoutingTestBase
{
    [Fact]
    public async Task Route_FollowsTheServer_AndKeepsTheLastAnswerWhileItIsAway()
    {
        var statuses = new Statuses();
        await using var client = Connect(App.Address, Key, statuses);
        var token = TestContext.Current.CancellationToken;
        var route = await client.RouteAsync("u-1", cancellationToken: token);
        Assert.NotNull(route);
        Assert.Equal(("v1", "live", 1d, RouteSource.Server), (route.Release, route.Arm, route.Propensity, route.Source));
        Assert.Equal(["prompt", "retrieval_config"], route.Components.Select(c => c.Kind));
        Assert.Equal("git:1234", route.Components[1].Reference);
        // The second answer has no body.
        Assert.Equal(route, await client.RouteAsync("u-1", cancellationToken: token), Comparer);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotModified], statuses.Seen);
        Assert.Null(await client.RouteAsync("u-1", "no.such.workflow", token));

        await App.RestartAsync(async () =>
        {
            var known = await client.RouteAsync("u-1", cancellationToken: token);
            Assert.Equal(("v1", RouteSource.LastOfUnit, 1d), (known!.Release, known.Source, known.Propensity));
            var other = await client.RouteAsync("u-2", cancellationToken: token);
            Assert.Equal(("v1", "u-2", RouteSource.LastOfWorkflow, null), (other!.Release, other.Unit, other.Source, other.Propensity));
            Assert.Null(await client.RouteAsync("u-1", "never.asked", token));
        });
        await using var db = App.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, Live, Candidate);
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u-1", cancellationToken: token))!.Release, "v2");
        Assert.Equal(RouteSource.Server, (await client.RouteAsync("u-1", cancellationToken: token))!.Source);
    }

    [Fact]
    public async Task Route_OfAServerThatDoesNotAnswer_WaitsOnceASecondAtMost()
    {
        using var proxy = new NetworkProxy(App.Address);
        var (clock, timeout, token) = (new TestClock(), TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        await using var client = new TriageClient(
            new TriageClientOptions
            {
                Endpoint = proxy.Address,
                ApiKey = Key,
                Workflow = "support",
                RouteFreshFor = TimeSpan.Zero,
                RouteTimeout = timeout,
                TimeProvider = clock,
            }
        );
        Assert.Equal("v1", (await client.RouteAsync("u-1", cancellationToken: token))!.Release);
        proxy.Silence();
        var started = clock.TimerOfAsync(timeout);
        var asked = client.RouteAsync("u-1", cancellationToken: token);
        await started.WaitAsync(token);
        Assert.False(asked.IsCompleted);
        clock.Advance(timeout);
        Assert.Equal(RouteSource.LastOfUnit, (await asked)!.Source);
        // The server is known to be away: these do not ask and complete at once.
        for (var n = 0; n < 100; n++)
        {
            var route = client.RouteAsync($"u-{n}", cancellationToken: token);
            Assert.True(route.IsCompleted);
            Assert.Equal("v1", (await route)!.Release);
        }

        proxy.Restore();
        await RoutingRows.UntilAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return (await client.RouteAsync("u-1", cancellationToken: token))!.Source.ToString();
            },
            "Server"
        );
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await client.RouteAsync("u-1", cancellationToken: canceled.Token)
        );
    }

    [Fact]
    public async Task Interaction_OfARoute_CarriesReleaseAndPropensity()
    {
        await using (var db = App.Database.CreateContext())
            await RoutingRows.StartAsync(db, ExperimentKind.Split, Live, 0.5, Candidate, 0.5);
        await using var client = Connect(App.Address, Key, new SocketsHttpHandler());
        var token = TestContext.Current.CancellationToken;
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u-1", cancellationToken: token))!.Kind, "split");
        var route = await client.RouteAsync("u-1", cancellationToken: token);
        client.Capture(ClientApp.Interaction("routed") with { ModelVersion = "m1", Route = route });
        client.Capture(ClientApp.Interaction("not-routed") with { ModelVersion = "m1", Route = route, Release = "mine" });
        await client.FlushAsync(token);
        await using var read = App.Database.CreateContext();
        Assert.Equal(
            (route!.Release, 0.5),
            read.Interactions.Where(i => i.TraceId == "routed").AsEnumerable().Select(i => (i.Release, i.Propensity)).Single()
        );
        Assert.Equal(
            ("mine", null),
            read.Interactions.Where(i => i.TraceId == "not-routed").AsEnumerable().Select(i => (i.Release, i.Propensity)).Single()
        );
    }

    private static TriageClient Connect(Uri address, string key, HttpMessageHandler handler) =>
        new(
            new TriageClientOptions
            {
                Endpoint = address,
                ApiKey = key,
                Workflow = "support",
                RouteFreshFor = TimeSpan.Zero,
                RouteTimeout = TimeSpan.FromSeconds(20),
                Handler = handler,
            }
        );

    private static readonly Func<RouteDecision?, RouteDecision?, bool> Comparer = (a, b) =>
        a! with { Components = [] } == b! with { Components = [] } && a.Components.SequenceEqual(b.Components);

    /// <summary>Notes the statuses of the answers.</summary>
    private sealed class Statuses() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<HttpStatusCode> Seen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            Seen.Add(answer.StatusCode);
            return answer;
        }
    }
}
