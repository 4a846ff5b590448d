using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Workflows;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Retraining;

/// <summary>Retraining over the API and on its pages, with an optimiser that has its candidates scored by the console.</summary>
public sealed class RetrainingApiTests
{
    /// <summary>
    /// Tries two prompts on training rows, asks for more than its budget, and keeps the better one. Every answer goes to its output.
    /// </summary>
    private const string Optimiser = """
        url=$(sed -n 's/.*"metric":{"url":"\([^"]*\)".*/\1/p' run.json)
        token=$(sed -n 's/.*"token":"\([^"]*\)".*/\1/p' run.json)
        keys=$(head -3 train.jsonl | sed 's/.*"key":"\([^"]*\)".*/"\1"/' | paste -sd, -)
        ask() { curl -s -w '\n%{http_code}\n' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "$1" "$url"; }
        first=$(ask "{\"components\":{\"support\":\"Be short.\"},\"items\":[$keys]}")
        second=$(ask "{\"components\":{\"support\":\"Name the day of arrival.\"},\"items\":[$keys]}")
        echo "$first"
        echo "$second"
        ask "{\"components\":{\"support\":\"A third one.\"},\"items\":[$keys]}"
        ask "{\"components\":{\"support\":\"A golden item.\"},\"items\":[\"held-back\"]}"
        best="Be short."
        passes() { echo "$1" | grep -o '"pass":true' | wc -l; }
        test "$(passes "$second")" -gt "$(passes "$first")" && best="Name the day of arrival."
        printf '{"components":[{"kind":"prompt","name":"support","content":"%s"}]}' "$best" > result.json
        """;

    [Fact]
    public async Task Optimiser_ScoresCandidatesWithinItsBudget_AndItsRunIsReadOverTheApi()
    {
        await using var model = await PromptModel.StartAsync();
        await using var app = await StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read", "release"));
        var pattern = await PrepareAsync(app, model);
        var proposed = await PostAsync(client, "retraining/proposals", $$"""{"workflow":"s","pattern":{{pattern}},"reason":"No day."}""");
        var proposal = proposed.GetProperty("id").GetInt64();
        var started = await PostAsync(client, $"retraining/proposals/{proposal}/start", """{"executor":"optimiser"}""");
        var id = started.GetProperty("run").GetInt64();
        Assert.True(started.GetProperty("is_new").GetBoolean());
        await WorkAsync(app);
        var run = await ReadAsync(client, $"retraining/runs/{id}");
        Assert.True(run.GetProperty("state").GetString() == "succeeded", run.GetRawText());
        Assert.Equal((8, 6), (run.GetProperty("metric_budget").GetInt32(), run.GetProperty("metric_calls").GetInt32()));
        var events = (await ReadAsync(client, $"retraining/runs/{id}/events")).EnumerateArray().ToList();
        var texts = events.ConvertAll(e => e.GetProperty("text").GetString()!);
        // Two answers with scores and what experts wrote, one refusal for the budget, and one for a row that is not in the training split.
        Assert.Equal(2, texts.Count(t => t.Contains("\"feedback\":[", StringComparison.Ordinal)));
        Assert.Contains(texts, t => t.Contains("It does not say when.", StringComparison.Ordinal));
        Assert.Contains(texts, t => t == "The budget of 8 metric calls is used up: 6 are used, and 3 more were asked for.");
        Assert.Equal(["200", "200", "409", "400"], texts.Where(t => t.Length == 3));
        var last = events[^2].GetProperty("id").GetInt64();
        Assert.Single((await ReadAsync(client, $"retraining/runs/{id}/events?after={last}")).EnumerateArray());
        Assert.Equal(
            (6, 3, 2),
            await QueryAsync(
                app,
                async db =>
                    (
                        await db.RetrainingScores.CountAsync(s => s.RunId == id),
                        await db.RetrainingScores.Where(s => s.RunId == id).Select(s => s.Place).Distinct().CountAsync(),
                        await db.RetrainingScores.Where(s => s.RunId == id).Select(s => s.Candidate).Distinct().CountAsync()
                    )
            )
        );
        Assert.Equal(
            "Name the day of arrival.",
            await QueryAsync(app, db => db.ComponentVersions.Where(c => c.Version == $"retrain-{id}").Select(c => c.Content).SingleAsync())
        );
        var list = await ReadAsync(client, "retraining?workflow=s");
        Assert.Equal("done", list.GetProperty("proposals")[0].GetProperty("state").GetString());
        Assert.Equal(id, list.GetProperty("runs")[0].GetProperty("id").GetInt64());

        // The run is over: its token is not valid any more. What does not exist, or not for this tenant, is not found.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app.CreateApiClient("guess"), $"retraining/runs/{id}/score", "{}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"retraining/runs/{id}/callback", "{}"));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(client, $"retraining/runs/{id}/cancel", "{}"));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(client, $"retraining/proposals/{proposal}/start", "{}"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await StatusAsync(client, "retraining/proposals", $$"""{"workflow":"s","pattern":{{pattern}},"repair":"pray"}""")
        );
        await app.EnsureTenantAsync("other");
        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read", "release"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"retraining/runs/{id}/cancel", "{}"));
        using var hidden = await other.GetAsync(new Uri($"/api/v1/retraining/runs/{id}/events", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task Pages_ProposeStartAndShowARun()
    {
        await using var model = await PromptModel.StartAsync();
        await using var app = await StartAsync();
        await PrepareAsync(app, model);
        var (leadId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null));
        var factory = app.Get<IDbContextFactory<TriageDbContext>>();
        await using var context = await PersonPage.OpenAsync(app.Services, factory, leadId, TimeProvider.System);
        var page = context.Render<RetrainingPage>(p => p.Add(c => c.Key, "s"));
        var limit = TimeSpan.FromSeconds(60);
        await page.WaitForAssertionAsync(() => Assert.Contains("No open proposals", page.Markup, StringComparison.Ordinal), limit);
        var access = new PersonAccess(leadId, "Lead", [new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null)]);
        var workflow = (await app.Get<WorkflowDirectory>().FindAsync(access, Role.Lead, "s", null))!;
        var overview = await app.Get<RetrainingReader>().ReadAsync(access, workflow);
        var service = app.Get<RetrainingService>();
        Assert.True((await service.ProposeAsync(access, workflow, overview.Patterns[0].Id, null, "They ask when.")).Ok);
        await page.WaitForAssertionAsync(() => Assert.Contains("They ask when.", page.Markup, StringComparison.Ordinal), limit);
        Assert.Contains("cheapest repair", page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => Button(page, "Start run").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("table a.row-link"), limit);
        await WorkAsync(app);
        await page.WaitForAssertionAsync(
            () => Assert.Contains("succeeded", page.Find("table").TextContent, StringComparison.Ordinal),
            limit
        );
        var id = (await app.Get<RetrainingReader>().ReadAsync(access, workflow)).Runs[0].Id;
        Assert.EndsWith($"retraining/s/{id}?tenant=acme", page.Find("table a.row-link").GetAttribute("href"), StringComparison.Ordinal);

        var run = context.Render<RetrainingRunPage>(p => p.Add(c => c.Key, "s").Add(c => c.Id, id));
        await run.WaitForAssertionAsync(() => Assert.Contains("training rows", run.Markup, StringComparison.Ordinal), limit);
        Assert.Contains($"retrain-{id}", run.Find("#lineage").ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The result is registered as release", run.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Cancel run", run.Markup, StringComparison.Ordinal);
        var unknown = context.Render<RetrainingRunPage>(p => p.Add(c => c.Key, "s").Add(c => c.Id, 999));
        await unknown.WaitForAssertionAsync(() => Assert.Contains("Run not found", unknown.Markup, StringComparison.Ordinal), limit);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RetrainingPage> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static async Task WorkAsync(TestApp app)
    {
        var worker = app.Get<RunWorker>();
        while (await worker.RunNextAsync(commands: true)) { }
    }

    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(b =>
        {
            // The test works on runs itself: the search for patterns would remove the planted one.
            b.Configuration["Jobs:StartDelayMilliseconds"] = "600000";
            b.Services.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1"));
            b.Services.Configure<RetrainingOptions>(o =>
            {
                o.PollMilliseconds = 250;
                o.Executors["optimiser"] = RetrainingWorld.Script(Optimiser, e => (e.MetricBudget, e.Endpoint) = (8, "main"));
            });
        });

    /// <summary>Labeled interactions, a live prompt, an evaluator, a model endpoint and a pattern.</summary>
    private static async Task<long> PrepareAsync(TestApp app, PromptModel model)
    {
        var tenantId = await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        var numbers = Enumerable.Range(0, 12).ToList();
        await LinesAsync(
            client,
            "events",
            numbers.Select(n =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = $"t{n}",
                        task_type = "s",
                        task_id = $"k{n}",
                        model_version = "v",
                        input = $"Where is parcel {n}?",
                        output = "It is on its way.",
                        consent_scope = "training",
                    }
                )
            )
        );
        await LinesAsync(
            client,
            "labels",
            numbers.Select(n =>
                $$"""{"trace_id":"t{{n}}","labeler_id":"ann","rubric_key":"quality","value":"no","comment":"It does not say when."}"""
            )
        );
        await PostAsync(
            client,
            "releases",
            """{"workflow":"s","name":"r1","components":[{"kind":"prompt","name":"support","version":"1","content":"You help."}]}"""
        );
        var admin = new PersonAccess((await app.CreatePersonAsync()).UserId, "Ada", [new Grant(Role.Admin, tenantId, null)]);
        var workflow = (await app.Get<WorkflowDirectory>().FindAsync(admin, Role.Lead, "s", null))!;
        Assert.True(
            (await app.Get<EndpointService>().CreateAsync(admin, tenantId, new EndpointEdit("main", model.BaseUrl, "m", "sk-1"))).Ok
        );
        var set = await app.Get<EvaluatorSetService>()
            .SaveAsync(admin, workflow, 0, """{"evaluators":[{"key":"day","kind":"contains","texts":["arrives on"]}]}""");
        Assert.True(set.Ok, set.Message);
        return await QueryAsync(
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
                var pattern = new FailurePattern
                {
                    TenantId = tenantId,
                    WorkflowId = workflow.Id,
                    TermsHash = "planted",
                    Terms = "[]",
                    Name = "country = FR",
                    IsCurrent = true,
                    FirstSeenAt = DateTimeOffset.UnixEpoch,
                    LastSeenAt = DateTimeOffset.UnixEpoch,
                    ActionKey = SuggestedAction.FixPrompt,
                    Action = "Fix the prompt.",
                };
                db.FailurePatterns.Add(pattern);
                await db.SaveChangesAsync();
                db.PatternMembers.AddRange(
                    await db.Interactions.Select(i => new PatternMember { PatternId = pattern.Id, InteractionId = i.Id }).ToListAsync()
                );
                await db.SaveChangesAsync();
                return pattern.Id;
            }
        );
    }

    private static async Task<T> QueryAsync<T>(TestApp app, Func<TriageDbContext, Task<T>> query)
    {
        await using var db = app.Database.CreateContext();
        return await query(db);
    }

    private static async Task LinesAsync(HttpClient client, string path, IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        return answer.StatusCode;
    }

    private static Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{path}", UriKind.Relative));
}
