using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Live;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>Routing over HTTP with a real database, as applications use it.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private TestApp app = null!;
    private Workflow workflow = null!;
    private Release live = null!;
    private Release candidate = null!;
    private string key = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync();
        workflow = await app.AddWorkflowAsync("acme", "support");
        await using var db = app.Database.CreateContext();
        (live, candidate) = (await RoutingRows.AddReleaseAsync(db, workflow, "v1"), await RoutingRows.AddReleaseAsync(db, workflow, "v2"));
        await RoutingRows.PromoteAsync(db, null, live);
        key = await app.CreateApiKeyAsync("acme", "ingest");
        client = app.CreateApiClient(key);
        await RoutingRows.UntilAsync(() => client.ReleaseAsync(), "v1");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Route_OfALiveRelease_HasItsComponents()
    {
        using var answer = await client.GetAsync(RoutingRows.Address("support", "case-17"));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = json.RootElement;
        Assert.Equal(
            ["workflow", "unit", "release", "components", "arm", "propensity", "experiment", "kind", "shadow"],
            root.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            ("support", "case-17", "v1", "live", 1.0, "live"),
            (
                Text(root, "workflow"),
                Text(root, "unit"),
                Text(root, "release"),
                Text(root, "arm"),
                root.GetProperty("propensity").GetDouble(),
                Text(root, "kind")
            )
        );
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (root.GetProperty("experiment").ValueKind, root.GetProperty("shadow").ValueKind)
        );
        Assert.Equal(
            ["prompt system prompt v1 ", "retrieval_config top-k v1 git:1234"],
            root.GetProperty("components")
                .EnumerateArray()
                .Select(c => $"{Text(c, "kind")} {Text(c, "name")} {Text(c, "version")} {Text(c, "reference")}")
        );
        Assert.All(root.GetProperty("components").EnumerateArray(), c => Assert.Matches("^[0-9a-f]{64}$", Text(c, "content_hash")));
    }

    [Fact]
    public async Task Split_OverTwoInstancesARestartAndANewExperiment_KeepsTheReleaseOfUnits()
    {
        var experiment = await StartAsync(ExperimentKind.Split, 0.9, 0.1);
        await using var sibling = await app.StartSiblingAsync();
        var other = sibling.CreateApiClient(key);
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u")).Kind, "split");
        var units = Enumerable.Range(0, 400).Select(n => $"unit {n}").ToList();
        var first = await ReleasesAsync(client, units);
        Assert.InRange(first.Count(r => r == "v2"), 16, 64);
        Assert.Equal(first, await ReleasesAsync(other, units));

        await app.RestartAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            await db.Experiments.Where(e => e.Id == experiment.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsRunning, false));
            await StartAsync(ExperimentKind.Split, 0.9, 0.1);
        });
        Assert.Equal(first, await ReleasesAsync(app.CreateApiClient(key), units));
    }

    [Fact]
    public async Task Split_OfTenPercent_ServesTenPercentWithTheirPropensity()
    {
        // Shares are relative to their sum.
        var experiment = await StartAsync(ExperimentKind.Split, 0.45, 0.05);
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u")).Kind, "split");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5000)
                .Chunk(625)
                .Select(async chunk =>
                {
                    var own = new List<(string Release, string Arm, double Propensity, long? Experiment)>();
                    foreach (var n in chunk)
                        own.Add(
                            await client.RouteAsync($"task-{n}") is var a
                                ? (a.Release, a.Arm, Math.Round(a.Propensity, 12), a.Experiment)
                                : default
                        );
                    return own;
                })
        );
        var counts = answers.SelectMany(a => a).CountBy(a => a).ToDictionary();
        Assert.Equal([("v1", "live", 0.9, experiment.Id), ("v2", "candidate", 0.1, experiment.Id)], counts.Keys.Order());
        // Four standard deviations of 5,000 assignments at 0.1.
        Assert.InRange(counts[("v2", "candidate", 0.1, experiment.Id)], 500 - 85, 500 + 85);
    }

    [Fact]
    public async Task Shadow_OfAShare_IsNamedForItsUnits_AndServesNoUsers()
    {
        await StartAsync(ExperimentKind.Shadow, 1, 0.2);
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u")).Kind, "shadow");
        var (shadowed, units) = (0, 2000);
        for (var n = 0; n < units; n++)
        {
            var answer = await client.RouteAsync($"task-{n}");
            Assert.Equal(("v1", "live", 1.0), (answer.Release, answer.Arm, answer.Propensity));
            if (answer.Shadow is not { } shadow)
                continue;
            shadowed++;
            Assert.Equal("v2", shadow.Release);
            Assert.All(shadow.Components, c => Assert.Equal("v2", c.Version));
        }

        Assert.InRange(shadowed, 400 - 72, 400 + 72);
    }

    [Fact]
    public async Task Promotion_OnOneInstance_IsServedByTheOther()
    {
        await using var sibling = await app.StartSiblingAsync();
        var other = sibling.CreateApiClient(key);
        Assert.Equal("v1", await other.ReleaseAsync());
        await PromoteCandidateAsync();
        await RoutingRows.UntilAsync(() => other.ReleaseAsync(), "v2");
    }

    [Fact]
    public async Task Promotion_OnTheSameInstance_IsServedWithoutAPoll()
    {
        await using var slow = await TestApp.StartAsync(b => b.Configuration["Routing:PollMilliseconds"] = "60000");
        var own = await slow.AddWorkflowAsync("acme", "support");
        var asking = slow.CreateApiClient(await slow.CreateApiKeyAsync("acme", "release"));
        await using var db = slow.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, own, "first"));
        Assert.Equal("NotFound", await asking.ReleaseAsync());
        slow.Get<RoutingSignal>().Raise();
        await RoutingRows.UntilAsync(() => asking.ReleaseAsync(), "first");
    }

    [Fact]
    public async Task Experiment_WhoseControlIsNotLive_IsIgnored()
    {
        await StartAsync(ExperimentKind.Split, 0.5, 0.5);
        await RoutingRows.UntilAsync(async () => (await client.RouteAsync("u")).Kind, "split");
        await using var db = app.Database.CreateContext();
        var third = await RoutingRows.AddReleaseAsync(db, workflow, "v3");
        await RoutingRows.PromoteAsync(db, live, third);
        await RoutingRows.UntilAsync(() => client.ReleaseAsync(), "v3");
        Assert.Equal(["v3"], (await ReleasesAsync(client, Enumerable.Range(0, 50).Select(n => $"{n}"))).Distinct());
    }

    [Fact]
    public async Task Experiment_WithARolledBackArm_ServesTheOthers()
    {
        await using var db = app.Database.CreateContext();
        await RoutingRows.MoveAsync(db, candidate, ReleaseState.Evaluating);
        await RoutingRows.MoveAsync(db, candidate, ReleaseState.Canary);
        await StartAsync(ExperimentKind.Split, 0.5, 0.5);
        await RoutingRows.UntilAsync(
            async () =>
                (await ReleasesAsync(client, Enumerable.Range(0, 50).Select(n => $"{n}")))
                    .Distinct()
                    .Count()
                    .ToString(System.Globalization.CultureInfo.InvariantCulture),
            "2"
        );
        await RoutingRows.MoveAsync(db, candidate, ReleaseState.RolledBack);
        await db.MarkRoutingChangedAsync();
        await RoutingRows.UntilAsync(
            async () => string.Join(',', (await ReleasesAsync(client, Enumerable.Range(0, 50).Select(n => $"{n}"))).Distinct()),
            "v1"
        );
        Assert.Equal(1, (await client.RouteAsync("u")).Propensity);
    }

    [Fact]
    public async Task ETag_OfAnUnchangedRoute_Returns304()
    {
        using var first = await client.GetAsync(RoutingRows.Address("support", "u"));
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.True(first.Headers.CacheControl is { Private: true, MaxAge.Ticks: 0 });
        foreach (var asked in new[] { tag.Tag, "W/" + tag.Tag, $"\"else\", {tag.Tag}", "*" })
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(asked));
        foreach (var asked in new[] { "\"else\"", "nonsense", "" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(asked));

        // A change of another workflow changes nothing here.
        var elsewhere = await app.AddWorkflowAsync("acme", "other");
        await using (var db = app.Database.CreateContext())
            await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, elsewhere, "o1"));
        await RoutingRows.UntilAsync(() => client.ReleaseAsync("u", "other"), "o1");
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(tag.Tag));

        await PromoteCandidateAsync();
        await RoutingRows.UntilAsync(async () => (await StatusAsync(tag.Tag)).ToString(), "OK");
    }

    [Fact]
    public async Task Workflow_OfAnotherTenant_IsNotFound()
    {
        await app.AddWorkflowAsync("acme", "untouched");
        var stranger = app.CreateApiClient(await app.CreateApiKeyAsync("globex", "admin"));
        var (strange, unknown) = (await DetailAsync(stranger, "support"), await DetailAsync(stranger, "no-such"));
        Assert.Equal(unknown.Replace("no-such", "support", StringComparison.Ordinal), strange);
        await RoutingRows.UntilAsync(
            async () => (await DetailAsync(client, "untouched")).Contains("promote", StringComparison.Ordinal).ToString(),
            "True"
        );

        // The same key in two tenants is two workflows.
        var own = await app.AddWorkflowAsync("globex", "support");
        await using var db = app.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, own, "g1"));
        await RoutingRows.UntilAsync(() => stranger.ReleaseAsync(), "g1");
        Assert.Equal("v1", await client.ReleaseAsync());
    }

    [Theory]
    [InlineData("", "workflow is missing")]
    [InlineData("?unit=u", "workflow is missing")]
    [InlineData("?workflow=&unit=u", "workflow is missing")]
    [InlineData("?workflow=%20&unit=u", "workflow is missing")]
    [InlineData("?workflow=support", "unit is missing")]
    [InlineData("?workflow=support&unit=", "unit is missing")]
    [InlineData("?workflow=support&unit=%20%09", "unit is missing")]
    [InlineData("?workflow=support&unit={301}", "longer than 300")]
    public async Task InvalidRequest_IsRefusedWithAMessage(string query, string words)
    {
        using var answer = await client.GetAsync(
            new Uri("/api/v1/route" + query.Replace("{301}", new string('u', 301), StringComparison.Ordinal), UriKind.Relative)
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unit_OfAnyText_IsReturnedUnchanged()
    {
        foreach (
            var unit in new[]
            {
                "a\"b\\c",
                "<script>",
                "Zoë 東京 🚲",
                "line\nbreak\t\u0001",
                new string('u', 300),
                new string('東', 300),
                string.Concat(Enumerable.Repeat("🚲", 150)),
                new string('\u0001', 300),
            }
        )
            Assert.Equal(unit, (await client.RouteAsync(unit)).Unit);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static async Task<List<string>> ReleasesAsync(HttpClient client, IEnumerable<string> units)
    {
        var releases = new List<string>();
        foreach (var unit in units)
            releases.Add((await client.RouteAsync(unit)).Release);
        return releases;
    }

    private async Task<Experiment> StartAsync(ExperimentKind kind, double control, double share)
    {
        await using var db = app.Database.CreateContext();
        return await RoutingRows.StartAsync(db, kind, live, control, candidate, share);
    }

    private async Task PromoteCandidateAsync()
    {
        await using var db = app.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, live, candidate);
    }

    private async Task<HttpStatusCode> StatusAsync(string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RoutingRows.Address("support", "u"));
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotModified)
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        return answer.StatusCode;
    }

    private static async Task<string> DetailAsync(HttpClient client, string workflow)
    {
        using var answer = await client.GetAsync(RoutingRows.Address(workflow, "u"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return Text(json.RootElement, "detail");
    }
}
