using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Agreement;

public sealed class AgreementApiTests
{
    [Fact]
    public async Task Judges_OfTheRealFile_MatchTheReferenceKappa()
    {
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Path_("reference.json")));
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read"));
        await PostAsync(client, "/api/v1/events", "tau2_support.jsonl.gz");
        await PostAsync(client, "/api/v1/labels", "tau2_llm_judge_labels.jsonl.gz");
        var judges = new Dictionary<string, JsonElement>();
        foreach (var task in new[] { "support.airline", "support.retail", "support.telecom" })
        foreach (var judge in (await GetAsync(client, $"/api/v1/judges?workflow={task}")).GetProperty("judges").EnumerateArray())
            judges[$"{judge.GetProperty("labeler_id").GetString()!.Split(':')[^1]} | {task}"] = judge.GetProperty("against_outcome");

        var expected = reference
            .RootElement.GetProperty("datasets")
            .GetProperty("tau2_llm_judge_labels")
            .GetProperty("by_prompt_task")
            .EnumerateObject()
            .ToList();
        Assert.Equal(12, expected.Count);
        Assert.Equal(expected.Select(e => e.Name).Order(), judges.Keys.Order());
        foreach (var e in expected)
        {
            var judge = judges[e.Name];
            Assert.Equal(
                e.Value.GetProperty("n").GetInt32(),
                judge.GetProperty("items").GetInt32() + judge.GetProperty("undecided").GetInt32()
            );
            Assert.Equal(
                e.Value.GetProperty("cohen_kappa_vs_outcome").GetDouble(),
                judge.GetProperty("cohen_kappa").GetProperty("value").GetDouble(),
                1e-6
            );
            Assert.Equal(e.Value.GetProperty("accuracy_vs_outcome").GetDouble(), judge.GetProperty("accuracy").GetDouble(), 1e-6);
            Assert.Equal(e.Value.GetProperty("false_pass_rate").GetDouble(), judge.GetProperty("false_pass_rate").GetDouble(), 1e-6);
        }
    }

    [Fact]
    public async Task Agreement_ImmediatelyAfterLabels_CountsThemAndIsLimitedToTheTenant()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read"));
        using var events = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            new StringContent(
                string.Join(
                    '\n',
                    Enumerable.Range(0, 6).Select(n => $$"""{"trace_id":"t{{n}}","task_type":"s","task_id":"k","model_version":"v"}""")
                )
            )
        );
        var lines =
            from n in Enumerable.Range(0, 6)
            from r in Enumerable.Range(0, 3)
            select AgreementWorld.Line($"t{n}", $"r{r}", n % 2 == 0 || r == 2 ? "yes" : "no");
        using var labels = await client.PostAsync(new Uri("/api/v1/labels", UriKind.Relative), new StringContent(string.Join('\n', lines)));
        var answer = await GetAsync(client, "/api/v1/agreement?workflow=s&criterion=quality");
        Assert.False(answer.GetProperty("behind").GetBoolean());
        var quality = Assert.Single(answer.GetProperty("criteria").EnumerateArray());
        Assert.Equal(
            (6, 6, 18),
            (
                quality.GetProperty("items").GetInt32(),
                quality.GetProperty("paired_items").GetInt32(),
                quality.GetProperty("labels").GetInt32()
            )
        );
        Assert.Equal(3, quality.GetProperty("pairs").GetArrayLength());
        Assert.Equal(2d / 3, quality.GetProperty("raw_agreement").GetProperty("value").GetDouble(), 1e-12);
        var alpha = quality.GetProperty("krippendorff_alpha").GetProperty("nominal");
        Assert.InRange(alpha.GetProperty("value").GetDouble(), alpha.GetProperty("low").GetDouble(), alpha.GetProperty("high").GetDouble());
        Assert.Equal(
            "r2",
            quality
                .GetProperty("labelers")
                .EnumerateArray()
                .MinBy(l => l.GetProperty("agreed").GetInt32())
                .GetProperty("labeler_id")
                .GetString()
        );

        var drawn = await GetAsync(client, "/api/v1/agreement?workflow=s&interval=bootstrap&seed=7");
        Assert.Equal(drawn.ToString(), (await GetAsync(client, "/api/v1/agreement?workflow=s&interval=bootstrap&seed=7")).ToString());
        Assert.Equal(
            0,
            (await GetAsync(client, "/api/v1/agreement?workflow=s&to=2020-01-01"))
                .GetProperty("criteria")[0]
                .GetProperty("items")
                .GetInt32()
        );

        var disputed = (await GetAsync(client, "/api/v1/disagreements?workflow=s")).GetProperty("disagreements").EnumerateArray().ToList();
        Assert.Equal(["t1", "t3", "t5"], disputed.Select(d => d.GetProperty("trace_id").GetString()).Order());
        Assert.Equal(0, (await GetAsync(client, "/api/v1/golden?workflow=s")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "/api/v1/disagreements?workflow=s&state=all"));

        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, "/api/v1/agreement?workflow=s"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, "/api/v1/golden?workflow=s"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, "/api/v1/disagreements?workflow=s"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/api/v1/agreement?workflow=s&criterion=none"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/agreement?workflow=s&to=0001-01-01T00:00:00Z"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "/api/v1/agreement?workflow=%00"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "/api/v1/golden?workflow=%00"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "/api/v1/agreement"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "/api/v1/agreement?workflow=s&from=soon"));
    }

    private static async Task PostAsync(HttpClient client, string path, string file)
    {
        using var body = new ByteArrayContent(await SharedData.ReadAllAsync(file));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) =>
        await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
