using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageConsole.Tests.Agreement;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Evaluation;

public sealed class JudgeApiTests
{
    [Fact]
    public async Task Errors_AreReadByTheOwnTenantOnly_AndARunThatCannotStartSaysWhy()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read", "release"));
        var traces = Enumerable.Range(0, 12).ToList();
        await PostAsync(client, "/api/v1/events", traces.Select(n => EvalWorld.Event($"t{n}", $"k{n}", "in", "out", "live-1")));
        // The judge lets the failure of t1 pass.
        await PostAsync(
            client,
            "/api/v1/labels",
            traces
                .Select(n => AgreementWorld.Line($"t{n}", "expert", n % 2 == 0 ? "yes" : "no"))
                .Concat(traces.Select(n => AgreementWorld.Line($"t{n}", "llm:j", n % 2 == 0 || n == 1 ? "yes" : "no")))
        );

        var read = await client.GetFromJsonAsync<JsonElement>(
            new Uri("/api/v1/judges/errors?workflow=support&judge=llm:j", UriKind.Relative)
        );
        Assert.False(read.TryGetProperty("calibration", out var calibration) && calibration.ValueKind != JsonValueKind.Null);
        var question = Assert.Single(read.GetProperty("questions").EnumerateArray());
        Assert.Equal((12, 1), (question.GetProperty("items").GetInt32(), question.GetProperty("errors").GetInt32()));
        Assert.Contains(
            question.GetProperty("confusion").EnumerateArray(),
            c =>
                c.GetProperty("expert").GetString() == "no"
                && c.GetProperty("judge").GetString() == "yes"
                && c.GetProperty("items").GetInt32() == 1
        );

        async Task RefusedAsync(HttpStatusCode expected, object body, HttpClient? by = null)
        {
            using var answer = await (by ?? client).PostAsJsonAsync(new Uri("/api/v1/judges/runs", UriKind.Relative), body);
            Assert.Equal(expected, answer.StatusCode);
        }

        await RefusedAsync(HttpStatusCode.BadRequest, new { workflow = "support" });
        await RefusedAsync(HttpStatusCode.NotFound, new { workflow = "no\0ne", judge = "llm:j" });
        // No evaluator of the workflow uses the judge.
        await RefusedAsync(HttpStatusCode.NotFound, new { workflow = "support", judge = "llm:j" });
        var stranger = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read", "release"));
        await RefusedAsync(HttpStatusCode.NotFound, new { workflow = "support", judge = "llm:j" }, stranger);
        foreach (
            var (path, expected, by) in new[]
            {
                ("/api/v1/judges/errors?workflow=support&judge=llm:j", HttpStatusCode.NotFound, stranger),
                ("/api/v1/judges/errors?workflow=support", HttpStatusCode.BadRequest, client),
                ("/api/v1/judges/runs/1", HttpStatusCode.NotFound, client),
            }
        )
        {
            using var answer = await by.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private static async Task PostAsync(HttpClient client, string path, IEnumerable<string> lines)
    {
        using var content = new StringContent(string.Join('\n', lines));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
