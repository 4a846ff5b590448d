using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OpenTelemetryProtocol;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

[Collection(typeof(OtlpGroup))]
public sealed class OtlpTests(OtlpFixture otlp)
{
    [Fact]
    public async Task Traces_PlainTelemetry_IsAnInteractionAndNotQuarantined()
    {
        var trace = NewTrace();
        var answer = await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1)));
        Assert.Empty(answer);
        var read = (await otlp.ReadAsync(trace))!;
        var row = read["interaction"]!;
        Assert.Equal(
            ("support-bot", trace, "gpt-4o-2024-08-06"),
            ((string?)row["workflow"], (string?)row["task_id"], (string?)row["model_version"])
        );
        Assert.Equal(("Where is my refund?", "On its way."), ((string?)read["input"], (string?)read["output"]));
        Assert.Equal(2, read["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Traces_ProtobufAndGzip_GiveTheSameInteraction()
    {
        var (json, protobuf) = (NewTrace(), NewTrace());
        await otlp.SendAsync("/v1/traces", Traces(Chat(json, 1)));
        var body = OtlpMessages.Of(protobuf).ToByteArray();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(body, TestContext.Current.CancellationToken);
        using var response = await otlp.PostAsync("/v1/traces", zipped.ToArray(), "application/x-protobuf", encoding: "gzip");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-protobuf", response.Content.Headers.ContentType!.MediaType);
        Assert.Null(
            ExportTraceServiceResponse
                .Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
                .PartialSuccess
        );
        var (first, second) = ((await otlp.ReadAsync(json))!, (await otlp.ReadAsync(protobuf))!);
        foreach (var field in (string[])["input", "output", "messages"])
            Assert.Equal(first[field]!.ToJsonString(), second[field]!.ToJsonString());
        Assert.Equal((string?)first["interaction"]!["timestamp"], (string?)second["interaction"]!["timestamp"]);
    }

    [Fact]
    public async Task Traces_SentAgain_ChangeNothing()
    {
        var trace = NewTrace();
        var body = Traces(Chat(trace, 2, SpanId(1)), Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent")));
        await otlp.SendAsync("/v1/traces", body);
        var before = (await otlp.ReadAsync(trace))!.ToJsonString();
        for (var n = 0; n < 3; n++)
            await otlp.SendAsync("/v1/traces", body);
        Assert.Equal(before, (await otlp.ReadAsync(trace))!.ToJsonString());
    }

    [Fact]
    public async Task Traces_SameTraceOfTwoTenants_AreTwoInteractions()
    {
        var trace = NewTrace();
        using var other = otlp.App.CreateApiClient(await otlp.App.CreateApiKeyAsync("other", "ingest", "read"));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1, answer: "For acme.")));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1, answer: "For other.")), other);
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, answer: "More for other.")), other);
        Assert.Equal("For acme.", (string?)(await otlp.ReadAsync(trace))!["output"]);
        Assert.Equal("More for other.", (string?)(await otlp.ReadAsync(trace, other))!["output"]);
    }

    [Fact]
    public async Task Traces_InvalidSpans_AreRejectedAloneAndNamed()
    {
        var (good, future) = (NewTrace(), NewTrace());
        var late = Chat(future, 1);
        late["startTimeUnixNano"] = "7795000000000000000";
        var answer = await otlp.SendAsync("/v1/traces", Traces(Chat("not hexadecimal", 1), Chat(good, 1), late));
        Assert.Equal("2", (string?)answer["partialSuccess"]!["rejectedSpans"]);
        var why = (string)answer["partialSuccess"]!["errorMessage"]!;
        Assert.Contains("bad_id", why, StringComparison.Ordinal);
        Assert.Contains("timestamp_in_future", why, StringComparison.Ordinal);
        Assert.NotNull(await otlp.ReadAsync(good));
        Assert.Null(await otlp.ReadAsync(future));
    }

    [Theory]
    [InlineData("application/json", "{\"resourceSpans\":[", 400)]
    [InlineData("application/json", "[]", 400)]
    [InlineData("application/json", "{\"resourceSpans\":5}", 400)]
    [InlineData("application/json", "{}", 200)]
    [InlineData("application/x-protobuf", "", 200)]
    [InlineData("application/x-protobuf", "\nthis is no message", 400)]
    [InlineData("text/plain", "hello", 415)]
    public async Task Traces_MalformedBody_HasAClearAnswer(string type, string body, int status)
    {
        using var response = await otlp.PostAsync("/v1/traces", Encoding.UTF8.GetBytes(body), type);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Traces_TruncatedGzip_IsRefused()
    {
        using var response = await otlp.PostAsync(
            "/v1/traces",
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1],
            "application/json",
            encoding: "gzip"
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("gzip", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_OfAnEventThatWasSentItself_LeaveItAsItIs()
    {
        var trace = NewTrace();
        using var sent = await otlp.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes(IngestFixture.Event(trace)), "application/json");
        Assert.True(sent.IsSuccessStatusCode);
        for (var n = 1; n <= 2; n++)
            await otlp.SendAsync("/v1/traces", Traces(Chat(trace, n, answer: "From spans.")));
        Assert.Equal("support", (string?)(await otlp.ReadAsync(trace))!["interaction"]!["workflow"]);
        Assert.Equal("On its way.", (string?)(await otlp.ReadAsync(trace))!["output"]);
    }

    [Fact]
    public async Task Logs_MessagesAndFeedback_JoinTheSpan()
    {
        var trace = NewTrace();
        // Log records are often sent before the span ends.
        var question = Log(trace, 1, "gen_ai.user.message");
        question["body"] = new JsonObject
        {
            ["kvlistValue"] = new JsonObject
            {
                ["values"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = "content",
                        ["value"] = new JsonObject { ["stringValue"] = "Where is my refund?" },
                    }
                ),
            },
        };
        await otlp.SendAsync("/v1/logs", Logs(question));
        await otlp.SendAsync(
            "/v1/logs",
            Logs(
                Log(
                    trace,
                    1,
                    "gen_ai.evaluation.result",
                    ("gen_ai.evaluation.name", "user_feedback"),
                    ("gen_ai.evaluation.score.value", 0.0)
                )
            )
        );
        await otlp.SendAsync("/v1/traces", Traces(Span(trace, 1, null, ("gen_ai.system", "openai"), ("gen_ai.request.model", "gpt-4o"))));
        var read = (await otlp.ReadAsync(trace))!;
        Assert.Equal("Where is my refund?", (string?)read["input"]);
        var signal = Assert.Single(read["signals"]!.AsArray())!;
        Assert.Equal(
            ("explicit", "user_feedback", 0.0),
            ((string?)signal["type"], (string?)signal["name"], (double?)signal["numeric_value"])
        );
    }

    [Fact]
    public async Task Traces_DefaultWorkflowOfTheKey_IsTheWorkflow()
    {
        var created = await otlp
            .App.Get<Security.ApiKeyService>()
            .CreateAsync(
                "acme",
                "with workflow",
                ["ingest"],
                null,
                new Security.ApiKeySettings("refunds", []),
                TestContext.Current.CancellationToken
            );
        using var client = otlp.App.CreateApiClient(created.Key);
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1)), client);
        Assert.Equal("refunds", (string?)(await otlp.ReadAsync(trace))!["interaction"]!["workflow"]);
    }
}
