using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

[Collection(typeof(OtlpGroup))]
public sealed class LangfuseTests(OtlpFixture otlp)
{
    [Fact]
    public async Task Ingestion_MixedBatch_HasAVerdictPerEvent()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1)));
        var batch = new JsonObject
        {
            ["batch"] = new JsonArray(
                Score(
                    "e1",
                    new JsonObject
                    {
                        ["id"] = "s1",
                        ["traceId"] = trace,
                        ["name"] = "thumbs",
                        ["value"] = 1,
                        ["dataType"] = "BOOLEAN",
                    }
                ),
                Score(
                    "e2",
                    new JsonObject
                    {
                        ["traceId"] = trace,
                        ["name"] = "stars",
                        ["value"] = "many",
                        ["dataType"] = "NUMERIC",
                    }
                ),
                Score(
                    "e3",
                    new JsonObject
                    {
                        ["traceId"] = trace,
                        ["name"] = "stars",
                        ["value"] = 4,
                        ["timestamp"] = "2100-01-01T00:00:00Z",
                    }
                ),
                new JsonObject
                {
                    ["id"] = "e4",
                    ["type"] = "unknown",
                    ["body"] = new JsonObject(),
                }
            ),
        };
        using var response = await otlp.PostAsync(
            "/api/public/ingestion",
            Encoding.UTF8.GetBytes(batch.ToJsonString()),
            "application/json"
        );
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        var verdicts = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(["e1"], verdicts["successes"]!.AsArray().Select(v => (string?)v!["id"]));
        Assert.Equal(
            [("e2", 400), ("e3", 400), ("e4", 400)],
            verdicts["errors"]!.AsArray().Select(v => ((string?)v!["id"] ?? "", (int?)v["status"] ?? 0))
        );
        Assert.Equal("true", (string?)Assert.Single((await otlp.ReadAsync(trace))!["signals"]!.AsArray())!["text_value"]);
    }

    [Fact]
    public async Task Ingestion_ManyRefusals_AreAllNamed()
    {
        var batch = new JsonObject
        {
            ["batch"] = new JsonArray([
                .. Enumerable
                    .Range(0, 1500)
                    .Select(n =>
                        Score(
                            $"e{n}",
                            new JsonObject
                            {
                                ["sessionId"] = "s",
                                ["name"] = "stars",
                                ["value"] = n,
                                ["timestamp"] = "2100-01-01T00:00:00Z",
                            }
                        )
                    ),
            ]),
        };
        using var response = await otlp.PostAsync(
            "/api/public/ingestion",
            Encoding.UTF8.GetBytes(batch.ToJsonString()),
            "application/json"
        );
        var verdicts = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(1500, verdicts["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Scores_SameId_IsARevision()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1, more: ("gen_ai.conversation.id", "session-" + trace))));
        foreach (var value in (int[])[1, 0, 0])
        {
            var score = new JsonObject
            {
                ["id"] = "s-" + trace,
                ["sessionId"] = "session-" + trace,
                ["name"] = "user_feedback",
                ["value"] = value,
            };
            Assert.Equal("s-" + trace, (string?)(await otlp.SendAsync("/api/public/scores", score))["id"]);
        }

        Assert.Equal(0, (double?)Assert.Single((await otlp.ReadAsync(trace))!["signals"]!.AsArray())!["numeric_value"]);
    }

    [Fact]
    public async Task Score_BeforeItsTrace_Waits()
    {
        var trace = NewTrace();
        await otlp.SendAsync(
            "/api/public/scores",
            new JsonObject
            {
                ["traceId"] = trace,
                ["name"] = "thumbs",
                ["value"] = 0,
            }
        );
        await otlp.SendAsync("/api/public/otel/v1/traces", Traces(Chat(trace, 1)));
        Assert.Single((await otlp.ReadAsync(trace))!["signals"]!.AsArray());
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"batch\":{}}", 400)]
    [InlineData("{\"batch\":[null,1,{}]}", 207)]
    public async Task Ingestion_MalformedBody_HasAClearAnswer(string body, int status)
    {
        using var response = await otlp.PostAsync("/api/public/ingestion", Encoding.UTF8.GetBytes(body), "application/json");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Basic_PublicPartAndKey_IsAccepted(bool isOwn, HttpStatusCode expected)
    {
        using var client = otlp.App.CreateClient();
        var user = isOwn ? otlp.Key[..otlp.Key.LastIndexOf('_')] : "tck_0000000000000000";
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{otlp.Key}"))
        );
        using var response = await otlp.PostAsync("/v1/traces", "{}"u8.ToArray(), "application/json", client);
        Assert.Equal(expected, response.StatusCode);
    }

    internal static JsonObject Score(string id, JsonObject body) =>
        new()
        {
            ["id"] = id,
            ["type"] = "score-create",
            ["timestamp"] = "2026-11-20T10:00:00.000Z",
            ["body"] = body,
        };
}
