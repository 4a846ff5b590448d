using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using OpenTelemetryProtocol;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

public sealed class OtlpTests(OtlpFixture otlp) : IClassFixture<OtlpFixture>
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

    /// <summary>The children of an agent end first, so they arrive before it.</summary>
    [Fact]
    public async Task Traces_LateSpans_JoinTheirInteraction()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1), "I look it up.")));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 4, SpanId(1), "It was sent on Monday.")));
        await otlp.SendAsync(
            "/v1/traces",
            Traces(Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.conversation.id", "conv_" + trace)))
        );
        await otlp.SendAsync(
            "/v1/traces",
            Traces(
                Span(
                    trace,
                    3,
                    SpanId(1),
                    ("gen_ai.operation.name", "execute_tool"),
                    ("gen_ai.tool.name", "find_order"),
                    ("error.type", "timeout")
                )
            )
        );
        var read = (await otlp.ReadAsync(trace))!;
        Assert.Equal("It was sent on Monday.", (string?)read["output"]);
        Assert.Equal("conv_" + trace, (string?)read["interaction"]!["task_id"]);
        Assert.Equal(["agent", "llm", "tool", "llm"], read["context"]!["metadata"]!["steps"]!.AsArray().Select(s => (string?)s!["kind"]));
        await using var db = otlp.App.Database.CreateContext();
        var id = await db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await db.InteractionPayloads.CountAsync(p => p.InteractionId == id, TestContext.Current.CancellationToken));
    }

    /// <summary>The rollups follow the content: what a revision changes is subtracted and added.</summary>
    [Fact]
    public async Task Traces_LateError_IsInScoreAndRollups()
    {
        var trace = NewTrace();
        var service = ("triage.task_type", (object)("errors-" + trace));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1), "Sorry.", service)));
        var root = Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("error.type", "timeout"), service);
        await otlp.SendAsync("/v1/traces", Traces(root));
        var row = (await otlp.ReadAsync(trace))!["interaction"]!;
        Assert.Equal("timeout", (string?)row["error_kind"]);
        Assert.True((double?)row["suspicion"] > 0);
        await using var db = otlp.App.Database.CreateContext();
        var workflow = await db.Workflows.SingleAsync(w => w.Key == "errors-" + trace, TestContext.Current.CancellationToken);
        var sums = await db
            .Rollups.Where(r => r.Grain == Data.Rollups.Rollup.Day && db.Slices.Any(s => s.Id == r.SliceId && s.WorkflowId == workflow.Id))
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (sums.Sum(r => r.Events), sums.Sum(r => r.Errors)));
        var signals = (await otlp.ReadAsync(trace))!["signals"]!.AsArray();
        Assert.Single(signals, s => (string?)s!["name"] == "error");
    }

    /// <summary>However the spans are cut into requests, the same is stored.</summary>
    [Fact]
    public async Task Traces_OneByOneInAnyOrder_AreStoredAsAtOnce()
    {
        var (atOnce, oneByOne) = (NewTrace(), NewTrace());
        await otlp.SendAsync("/v1/traces", Traces(Spans(atOnce)));
        var spans = Spans(oneByOne);
        foreach (var n in (int[])[3, 1, 4, 0, 2])
            await otlp.SendAsync("/v1/traces", Traces(spans[n]));
        var (first, second) = ((await otlp.ReadAsync(atOnce))!, (await otlp.ReadAsync(oneByOne))!);
        foreach (var read in (JsonObject[])[first, second])
            read["interaction"]!.AsObject().Remove("id");
        // The audit sample is chosen by the trace id.
        first.Remove("queue");
        second.Remove("queue");
        Assert.Equal(first.ToJsonString().Replace(atOnce, oneByOne, StringComparison.Ordinal), second.ToJsonString());
        var rolled = await otlp.App.Database.CreateContext().Rollups.CountAsync(r => r.Events < 0, TestContext.Current.CancellationToken);
        Assert.Equal(0, rolled);

        static JsonObject[] Spans(string trace) =>
            [
                Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.conversation.id", "c"), ("session.id", "s")),
                Chat(trace, 2, SpanId(1), "I look it up."),
                Span(
                    trace,
                    3,
                    SpanId(1),
                    ("gen_ai.operation.name", "execute_tool"),
                    ("gen_ai.tool.name", "find_order"),
                    ("error.type", "timeout")
                ),
                Chat(trace, 4, SpanId(1), "Sorry."),
                Span(trace, 5, SpanId(1), ("openinference.span.kind", "GUARDRAIL"), ("output.value", "ok")),
            ];
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

    [Fact]
    public async Task Traces_TenThousandSpans_AreOneInteraction()
    {
        var trace = NewTrace();
        for (var from = 0; from < 10_000; from += 5000)
            await otlp.SendAsync(
                "/v1/traces",
                Traces([
                    .. Enumerable
                        .Range(from, 5000)
                        .Select(n => Span(trace, n + 1, n == 0 ? null : SpanId(n), ("gen_ai.operation.name", "execute_tool"))),
                ])
            );
        // A job folds what is beyond the first thousand.
        await Wait.UntilAsync(async () => (int?)(await otlp.ReadAsync(trace))!["context"]!["metadata"]!["steps_total"] == 10_000);
    }

    [Fact]
    public async Task Traces_ConcurrentBatchesOfOneTrace_LoseNoSpan()
    {
        var trace = NewTrace();
        await Task.WhenAll(
            Enumerable.Range(1, 8).Select(n => otlp.SendAsync("/v1/traces", Traces(Chat(trace, n, n == 1 ? null : SpanId(1)))))
        );
        Assert.Equal(8, (int?)(await otlp.ReadAsync(trace))!["context"]!["metadata"]!["steps_total"]);
    }
}
