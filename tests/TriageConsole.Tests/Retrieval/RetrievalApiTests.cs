using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Retrieval;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Retrieval.RetrievalWorld;

namespace TriageConsole.Tests.Retrieval;

/// <summary>Retrieval feedback over the API and on its page.</summary>
public sealed class RetrievalApiTests
{
    private const string Base = "workflows/s/retrieval";

    [Fact]
    public async Task Documents_AreCountedAndCompared_PerSnapshot()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        var answer = await ReadAsync(client, Base);
        Assert.Equal((240, 240, false), (Int(answer, "answers"), Int(answer, "measured"), answer.GetProperty("is_cut").GetBoolean()));
        var bad = Document(answer, "bad");
        Assert.Equal(("hurts", true, "kb-1"), (Text(bad, "verdict"), bad.GetProperty("proposed").GetBoolean(), Text(bad, "snapshot")));
        Assert.Equal((120, 90, 0), (Int(bad, "retrieved"), Int(bad, "clicked"), Int(bad, "cited")));
        Assert.Equal(1.5, bad.GetProperty("mean_position").GetDouble(), 1e-9);
        // 20 of 120 are good with it, and 100 of 120 without.
        Assert.Equal(-2.0 / 3, bad.GetProperty("difference").GetDouble(), 1e-9);
        Assert.InRange(bad.GetProperty("difference_high").GetDouble(), -0.6, -0.5);
        var good = Document(answer, "good");
        Assert.Equal(("helps", false), (Text(good, "verdict"), good.GetProperty("proposed").GetBoolean()));
        Assert.Equal("too_few_data", Text(Document(answer, "other"), "verdict"));
        // Each document was clicked half as often at the second position.
        var positions = answer.GetProperty("clicks").GetProperty("positions");
        Assert.Equal(0.5, positions[1].GetProperty("propensity").GetDouble(), 0.01);
        Assert.Contains("needs 100", Text(answer.GetProperty("citations"), "problem"), StringComparison.Ordinal);
        Assert.Single((await ReadAsync(client, Base + "?limit=1")).GetProperty("documents").EnumerateArray());
        string[] refused = ["?limit=0", "?from=x", "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "?from=2020-01-01T00:00:00Z"];
        foreach (var query in refused)
            await RefusedAsync(client, Base + query, HttpStatusCode.BadRequest);
        await RefusedAsync(client, "workflows/other/retrieval", HttpStatusCode.NotFound);
        await app.EnsureTenantAsync("other");
        var stranger = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read", "release"));
        await RefusedAsync(stranger, Base, HttpStatusCode.NotFound);
        await RefusedAsync(stranger, Base + "/pairs", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pairs_AreExportedWithWeights_OnlyWithConsent()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        var pairs = await PairsAsync(client);
        // 270 clicks, of which two are of the interaction without consent.
        Assert.Equal(268, pairs.Count);
        Assert.DoesNotContain(pairs, p => Text(p, "trace_id") == "t0");
        Assert.Equal(268, Int(await ReadAsync(client, Base), "pairs"));
        var second = pairs.Single(p => Text(p, "trace_id") == "t3");
        Assert.Equal(("Question 3", "bad"), (Text(second, "query"), Text(second, "document_id")));
        Assert.Equal(("click", 2), (Text(second, "signal"), Int(second, "position")));
        Assert.Equal(2, second.GetProperty("weight").GetDouble(), 0.05);
        Assert.Equal(["other", "bad"], second.GetProperty("candidates").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains(Text(second, "split"), new[] { "train", "validation", "test" });
        Assert.Contains($"/api/v1/{Base}/pairs", await RecordedAsync(app, AuditActions.Exported));
    }

    [Fact]
    public async Task Pairs_OfAUserWhoWithdrewConsentOrWasErased_AreLeftOut()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        Assert.Equal(2, (await PairsAsync(client)).Count(IsOfThem));
        await PostAsync(client, "consent", """{"user_id":"u4","withdrawn":true}""");
        await PostAsync(client, "erasures", """{"user_id":"u12","reason":"a request"}""");
        var left = await PairsAsync(client);
        Assert.Equal(266, left.Count);
        Assert.DoesNotContain(left, p => IsOfThem(p));

        static bool IsOfThem(JsonElement pair) => Text(pair, "trace_id") is "t4" or "t12";
    }

    [Fact]
    public async Task Pairs_WithoutClicks_AreRefusedWithTheReason()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        await LinesAsync(client, [Event(1)]);
        using var answer = await client.GetAsync(new Uri($"/api/v1/{Base}/pairs", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("an estimate needs 100", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ShowsTheDocuments_AndCreatesADraft()
    {
        await using var app = await TestApp.StartAsync();
        await LiveAsync(app, await FilledAsync(app));
        var (leadId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null));
        var factory = app.Get<IDbContextFactory<TriageDbContext>>();
        await using var context = await PersonPage.OpenAsync(app.Services, factory, leadId, TimeProvider.System);
        var page = context.Render<RetrievalPage>(p => p.Add(c => c.Key, "s"));
        var limit = TimeSpan.FromSeconds(60);
        await page.WaitForAssertionAsync(() => page.Find("input[aria-label='Leave out bad']"), limit);
        Assert.Contains("worse outcomes", page.Markup, StringComparison.Ordinal);
        Assert.Contains("1 document chosen", page.Markup, StringComparison.Ordinal);
        Assert.Contains("exports/retrieval/s?tenant=acme", page.Markup, StringComparison.Ordinal);
        await page.InvokeAsync(() =>
            page.FindAll("button").Single(b => b.TextContent.Contains("Create filter draft", StringComparison.Ordinal)).ClickAsync(new())
        );
        await page.WaitForAssertionAsync(
            () => Assert.Contains("is a draft that leaves 1 more document out", page.Markup, StringComparison.Ordinal),
            limit
        );
        Assert.Contains("Open the draft", page.Markup, StringComparison.Ordinal);
        Assert.Equal(2, await QueryAsync(app, db => db.Releases.CountAsync()));

        var unknown = context.Render<RetrievalPage>(p => p.Add(c => c.Key, "none"));
        await unknown.WaitForAssertionAsync(() => Assert.Contains("Workflow not found", unknown.Markup, StringComparison.Ordinal), limit);
    }

    private static async Task<List<JsonElement>> PairsAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{Base}/pairs", UriKind.Relative));
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        return [.. lines.Select(l => JsonSerializer.Deserialize<JsonElement>(l))];
    }
}
