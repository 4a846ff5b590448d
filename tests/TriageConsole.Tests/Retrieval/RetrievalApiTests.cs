using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Retrieval;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;

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
        using var answer = await client.GetAsync(new Uri($"/api/v1/{Base}/pairs", UriKind.Relative));
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var pairs = (await answer.Content.ReadAsStringAsync())
            .TrimEnd('\n')
            .Split('\n')
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
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
    public async Task Filter_IsADraftBasedOnTheLiveRelease_AndRecorded()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "{}")).Status);
        await LiveAsync(app, client);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(client, """{"documents":["good"]}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(client, """{"documents":[]}""")).Status);
        var (status, draft) = await SendAsync(client, """{"documents":["bad"]}""");
        Assert.True(status == HttpStatusCode.OK, draft.GetRawText());
        var name = Text(draft, "name");
        var parts = await QueryAsync(
            app,
            db =>
                (
                    from c in db.ReleaseComponents
                    join r in db.Releases on c.ReleaseId equals r.Id
                    join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
                    where r.Name == name && r.State == ReleaseState.Draft
                    orderby v.Kind
                    select new { v.Kind, v.Content }
                ).ToListAsync()
        );
        Assert.Equal([ComponentKind.Prompt, ComponentKind.RetrievalConfig], parts.Select(p => p.Kind));
        Assert.Equal(["You help.", """{"exclude_documents":["bad"]}"""], parts.Select(p => p.Content));
        var notes = await QueryAsync(app, db => db.Releases.Where(r => r.Name == name).Select(r => r.Notes).SingleAsync());
        Assert.Contains("bad: outcomes are worse with it", notes, StringComparison.Ordinal);
        // The same filter again is the same release, and is recorded once.
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "{}")).Status);
        Assert.Equal([$"release {name}"], await RecordedAsync(app, AuditActions.RetrievalFilterCreated));
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
        Assert.Contains("hurts", page.Markup, StringComparison.Ordinal);
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

    /// <summary>
    /// 240 answers with two documents each: "bad" or "good", and "other", which change places. 20 of 120 answers are good with "bad", and
    /// 100 of 120 with "good". "bad" and "good" are always clicked at the first position and half of the times at the second; "other" half
    /// as often.
    /// </summary>
    private static async Task<HttpClient> FilledAsync(TestApp app)
    {
        await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        var numbers = Enumerable.Range(0, 240).ToList();
        await LinesAsync(client, numbers.Select(Event));
        var clicks =
            from n in numbers
            let first = n % 2 == 0 || n % 4 == 1
            let second = n % 8 == 0 || n % 4 == 3
            from position in new[] { first ? 0 : -1, second ? 1 : -1 }
            where position >= 0
            select $$"""{"kind":"retrieval","trace_id":"t{{n}}","name":"clicked","document_id":"{{Documents(n)[position]}}"}""";
        await LinesAsync(client, clicks);
        return client;
    }

    private static string[] Documents(int n)
    {
        var tested = n < 120 ? "bad" : "good";
        return n % 2 == 0 ? [tested, "other"] : ["other", tested];
    }

    private static string Event(int n) =>
        JsonSerializer.Serialize(
            new
            {
                trace_id = $"t{n}",
                task_type = "s",
                task_id = $"k{n}",
                model_version = "v",
                input = $"Question {n}",
                output = "It is so.",
                knowledge_version = "kb-1",
                retrieval_ids = Documents(n),
                consent_scope = n == 0 ? "none" : "training",
                outcome_metric_name = "resolved",
                outcome_metric_value = (n / 2 % 6 == 0) == (n < 120) ? 1 : 0,
            }
        );

    private static async Task LiveAsync(TestApp app, HttpClient client)
    {
        using var body = new StringContent(
            """{"workflow":"s","name":"r1","components":[{"kind":"prompt","name":"support","version":"1","content":"You help."}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await client.PostAsync(new Uri("/api/v1/releases", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await QueryAsync(
            app,
            async db =>
            {
                var release = await db.Releases.SingleAsync();
                db.ReleaseTransitions.Add(
                    new ReleaseTransition
                    {
                        ReleaseId = release.Id,
                        Number = 1,
                        FromState = ReleaseState.Draft,
                        ToState = ReleaseState.Live,
                        At = DateTimeOffset.UnixEpoch,
                        Actor = "test",
                    }
                );
                await db.SaveChangesAsync();
                (release.State, release.TransitionNumber, release.LiveSince) = (ReleaseState.Live, 1, DateTimeOffset.UnixEpoch);
                return await db.SaveChangesAsync();
            }
        );
    }

    private static JsonElement Document(JsonElement answer, string id) =>
        answer.GetProperty("documents").EnumerateArray().Single(d => Text(d, "id") == id);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>The subjects of an action, whether it waits for its number or is in the log.</summary>
    private static Task<List<string>> RecordedAsync(TestApp app, string action) =>
        QueryAsync(
            app,
            db =>
                db
                    .AuditRecords.Where(r => r.Action == action)
                    .Select(r => r.Subject)
                    .Concat(db.AuditLog.Where(r => r.Action == action).Select(r => r.Subject))
                    .ToListAsync()
        );

    private static async Task<T> QueryAsync<T>(TestApp app, Func<TriageDbContext, Task<T>> query)
    {
        await using var db = app.Database.CreateContext();
        return await query(db);
    }

    private static async Task LinesAsync(HttpClient client, IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpClient client, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"/api/v1/{Base}/filters", UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{path}", UriKind.Relative));

    private static async Task RefusedAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
    }
}
