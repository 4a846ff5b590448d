using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>API keys on a path that does not read the database for each request.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(b => b.Services.AddSingleton<TimeProvider>(clock));
        var workflow = await app.AddWorkflowAsync("acme", "support");
        await using var db = app.Database.CreateContext();
        await RoutingRows.PromoteAsync(db, null, await RoutingRows.AddReleaseAsync(db, workflow, "v1"));
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        await RoutingRows.UntilAsync(clock, () => client.ReleaseAsync(), "v1");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Key_RevokedInUse_IsRefusedSoon()
    {
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        Assert.Equal("v1", await client.ReleaseAsync());
        await RevokeAsync();
        var revoked = clock.GetUtcNow();
        await RoutingRows.UntilAsync(clock, () => client.ReleaseAsync(), "Unauthorized");
        Assert.InRange(clock.GetUtcNow() - revoked, TimeSpan.Zero, TimeSpan.FromSeconds(2.1));
        for (var n = 0; n < 20; n++)
            Assert.Equal("Unauthorized", await client.ReleaseAsync());
    }

    [Fact]
    public async Task Key_RevokedWithoutTraffic_IsRefusedAtOnce()
    {
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        Assert.Equal("v1", await client.ReleaseAsync());
        await RevokeAsync();
        clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal("Unauthorized", await client.ReleaseAsync());
    }

    [Fact]
    public async Task Key_ThatExpires_IsRefusedOnTime()
    {
        var expiry = clock.GetUtcNow().AddSeconds(1.5);
        var client = app.CreateApiClient((await app.Get<ApiKeyService>().CreateAsync("acme", "short", ["read"], expiry)).Key);
        for (; clock.GetUtcNow() < expiry; clock.Advance(TimeSpan.FromMilliseconds(100)))
            Assert.Equal("v1", await client.ReleaseAsync());
        Assert.Equal("Unauthorized", await client.ReleaseAsync());
    }

    [Fact]
    public async Task Key_WithoutTheScope_IsForbiddenAlsoFromTheCache()
    {
        var (labels, admin) = (
            app.CreateApiClient(await app.CreateApiKeyAsync("acme", "label")),
            app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"))
        );
        for (var n = 0; n < 3; n++)
            Assert.Equal(("Forbidden", "v1"), (await labels.ReleaseAsync(), await admin.ReleaseAsync()));
    }

    [Fact]
    public async Task Response_OfFastPathAndFullPipeline_IsTheSame()
    {
        // The first request of an unknown key uses the full pipeline, the second one the fast path. The third one has a spelling that
        // only the routing matches.
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "release"));
        var answers = new List<string>();
        foreach (var path in new[] { "/api/v1/route", "/api/v1/route", "/API/v1/Route" })
        {
            using var answer = await client.GetAsync(new Uri(path + "?workflow=support&unit=%C3%A9%2B+%22", UriKind.Relative));
            var headers = answer
                .Headers.Concat(answer.Content.Headers)
                .Where(h => h.Key != "Date")
                .OrderBy(h => h.Key, StringComparer.Ordinal)
                .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
            answers.Add(string.Join('\n', [$"{(int)answer.StatusCode}", .. headers, await answer.Content.ReadAsStringAsync()]));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("Content-Security-Policy: default-src 'self'", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"unit\":\"\\u00E9\\u002B \\u0022\"", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidKeys_AreNotCached()
    {
        var before = app.Get<ApiKeyCache>().Count;
        foreach (var key in new[] { "nonsense", "tck_", new string('x', 5000), $"tck_{new string('0', 16)}_{new string('0', 64)}" })
            Assert.Equal("Unauthorized", await app.CreateApiClient(key).ReleaseAsync());
        Assert.Equal(before, app.Get<ApiKeyCache>().Count);
    }

    [Fact]
    public async Task Key_OnOtherEndpoints_IsCheckedEachTime()
    {
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        Assert.Equal("v1", await client.ReleaseAsync());
        await RevokeAsync();
        using var answer = await client.GetAsync(new Uri("/api/v1/workflows", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Key_WithAHangingCheck_KeepsItsLastResult()
    {
        TestServer.PostgresOnly("locks a whole table");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        Assert.Equal("v1", await client.ReleaseAsync());
        await using var db = app.Database.CreateContext();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE");
            clock.Advance(TimeSpan.FromSeconds(2.1));
            var waits = clock.TimerOfAsync(TimeSpan.FromSeconds(1));
            var first = client.ReleaseAsync();
            await waits;
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("v1", await first);
            // One second for all of them together, not one each: the clock does not move now.
            for (var n = 0; n < 50; n++)
                Assert.Equal("v1", await client.ReleaseAsync());
        }

        await RevokeAsync();
        await RoutingRows.UntilAsync(clock, () => client.ReleaseAsync(), "Unauthorized");
    }

    private async Task RevokeAsync()
    {
        await using var db = app.Database.CreateContext();
        await db.ApiKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, clock.GetUtcNow()));
    }
}
