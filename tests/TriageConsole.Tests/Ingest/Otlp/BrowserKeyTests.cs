using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TriageConsole.Security;
using static TriageConsole.Tests.Ingest.Otlp.LangfuseTests;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

[Collection(typeof(OtlpGroup))]
public sealed class BrowserKeyTests(OtlpFixture otlp)
{
    [Fact]
    public async Task BrowserKey_SendsFeedbackOfUsersFromItsOriginsOnly()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1)));
        var key = await BrowserKeyAsync();
        using var page = Page(key, "https://shop.example");
        using var other = Page(key, "https://evil.example");
        var score = Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["batch"] = new JsonArray(
                    Score(
                        "e1",
                        new JsonObject
                        {
                            ["traceId"] = trace,
                            ["name"] = "judge",
                            ["value"] = 0,
                            ["source"] = "EVAL",
                        }
                    ),
                    new JsonObject
                    {
                        ["id"] = "e2",
                        ["type"] = "trace-create",
                        ["body"] = new JsonObject { ["id"] = trace },
                    }
                ),
            }.ToJsonString()
        );
        using var refused = await otlp.PostAsync("/api/public/ingestion", score, "application/json", other);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        using var accepted = await otlp.PostAsync("/api/public/ingestion", score, "application/json", page);
        Assert.Equal(["https://shop.example"], accepted.Headers.GetValues("Access-Control-Allow-Origin"));
        var verdicts = JsonNode.Parse(await accepted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("e1", "e2"), ((string?)verdicts["successes"]![0]!["id"], (string?)verdicts["errors"]![0]!["id"]));
        // A page cannot pose as a judge.
        Assert.Equal("explicit", (string?)Assert.Single((await otlp.ReadAsync(trace))!["signals"]!.AsArray())!["type"]);
        foreach (var path in (string[])["/v1/traces", "/api/v1/events"])
        {
            using var forbidden = await otlp.PostAsync(path, "{}"u8.ToArray(), "application/json", page);
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"trace_id":"x","name":"thumbs","value":1}""", 0)]
    [InlineData("""{"trace_id":"x","name":"check","value":1,"feedback_type":"system"}""", 1)]
    [InlineData("""{"kind":"outcome","trace_id":"x","outcome_metric_name":"m","outcome_metric_value":1}""", 1)]
    [InlineData("""{"kind":"interaction","trace_id":"y","task_type":"s","task_id":"k","model_version":"v"}""", 1)]
    public async Task BrowserKey_OwnEndpoint_TakesFeedbackOnly(string line, int quarantined)
    {
        using var page = Page(await BrowserKeyAsync(), "https://shop.example");
        using var response = await otlp.PostAsync("/api/v1/feedback", Encoding.UTF8.GetBytes(line), "application/json", page);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(quarantined, (int?)answer["quarantined_count"]);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Preflight_ListedOrigins_AreAllowed(string origin, bool isAllowed)
    {
        await BrowserKeyAsync();
        using var client = otlp.App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/api/public/ingestion", UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-langfuse-public-key");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(isAllowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        if (isAllowed)
            Assert.Contains(
                "x-langfuse-public-key",
                response.Headers.GetValues("Access-Control-Allow-Headers").Single(),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task BrowserKey_TooManyRequests_AreLimitedAlone()
    {
        using var page = Page(await BrowserKeyAsync(), "https://shop.example");
        HttpResponseMessage? last = null;
        for (var n = 0; n < 200 && last?.StatusCode is null or HttpStatusCode.MultiStatus; n++)
        {
            last?.Dispose();
            last = await otlp.PostAsync("/api/public/ingestion", "{\"batch\":[]}"u8.ToArray(), "application/json", page);
        }

        using var limited = last!;
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.NotNull(limited.Headers.RetryAfter);
        using var server = await otlp.PostAsync("/api/public/ingestion", "{\"batch\":[]}"u8.ToArray(), "application/json");
        Assert.Equal(HttpStatusCode.MultiStatus, server.StatusCode);
    }

    [Theory]
    [InlineData("ftp://shop.example")]
    [InlineData("https://shop.example/path")]
    [InlineData("shop.example")]
    public async Task BrowserKey_InvalidOrigin_IsRefused(string origin) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            otlp
                .App.Get<ApiKeyService>()
                .CreateAsync("acme", "page", [], null, new ApiKeySettings(null, [origin]), TestContext.Current.CancellationToken)
        );

    private async Task<string> BrowserKeyAsync() =>
        (
            await otlp
                .App.Get<ApiKeyService>()
                .CreateAsync(
                    "acme",
                    "page",
                    [],
                    null,
                    new ApiKeySettings(null, ["https://Shop.example/"]),
                    TestContext.Current.CancellationToken
                )
        ).Key;

    private HttpClient Page(string key, string origin)
    {
        var client = otlp.App.CreateApiClient(key);
        client.DefaultRequestHeaders.Add("Origin", origin);
        return client;
    }
}
