using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Live;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>Routing over HTTP with a real database, as applications use it.</summary>
public sealed class RoutingTests : RoutingTestBase
{
    [Fact]
    public async Task Route_OfALiveRelease_HasItsComponents()
    {
        using var answer = await Client.GetAsync(RoutingRows.Address("support", "case-17"));
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
    public async Task Promotion_OnOneInstance_IsServedByTheOther()
    {
        await using var sibling = await App.StartSiblingAsync();
        var other = sibling.CreateApiClient(Key);
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
    public async Task ETag_OfAnUnchangedRoute_Returns304()
    {
        using var first = await Client.GetAsync(RoutingRows.Address("support", "u"));
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.True(first.Headers.CacheControl is { Private: true, MaxAge.Ticks: 0 });
        foreach (var asked in new[] { tag.Tag, "W/" + tag.Tag, $"\"else\", {tag.Tag}", "*" })
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(asked));
        foreach (var asked in new[] { "\"else\"", "nonsense", "" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(asked));

        // A change of another workflow changes nothing here.
        var elsewhere = await App.AddWorkflowAsync("acme", "other");
        await using (var db = App.Database.CreateContext())
            await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, elsewhere, "o1"));
        await RoutingRows.UntilAsync(() => Client.ReleaseAsync("u", "other"), "o1");
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(tag.Tag));

        await PromoteCandidateAsync();
        await RoutingRows.UntilAsync(async () => (await StatusAsync(tag.Tag)).ToString(), "OK");
    }

    [Fact]
    public async Task Workflow_OfAnotherTenant_IsNotFound()
    {
        await App.AddWorkflowAsync("acme", "untouched");
        var stranger = App.CreateApiClient(await App.CreateApiKeyAsync("globex", "admin"));
        var (strange, unknown) = (await DetailAsync(stranger, "support"), await DetailAsync(stranger, "no-such"));
        Assert.Equal(unknown.Replace("no-such", "support", StringComparison.Ordinal), strange);
        await RoutingRows.UntilAsync(
            async () => (await DetailAsync(Client, "untouched")).Contains("promote", StringComparison.Ordinal).ToString(),
            "True"
        );

        // The same key in two tenants is two workflows.
        var own = await App.AddWorkflowAsync("globex", "support");
        await using var db = App.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, own, "g1"));
        await RoutingRows.UntilAsync(() => stranger.ReleaseAsync(), "g1");
        Assert.Equal("v1", await Client.ReleaseAsync());
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
        using var answer = await Client.GetAsync(
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
            Assert.Equal(unit, (await Client.RouteAsync(unit)).Unit);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private async Task<HttpStatusCode> StatusAsync(string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RoutingRows.Address("support", "u"));
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await Client.SendAsync(request);
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

    private async Task PromoteCandidateAsync()
    {
        await using var db = App.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, Live, Candidate);
    }
}
