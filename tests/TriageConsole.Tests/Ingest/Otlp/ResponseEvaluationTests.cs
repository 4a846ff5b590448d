using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Evaluations that name a response by its id join its interaction, whichever arrives first.</summary>
[Collection(typeof(OtlpGroup))]
public sealed class ResponseEvaluationTests(OtlpFixture otlp)
{
    [Fact]
    public async Task Evaluation_InAnotherTraceOrInNone_JoinsTheResponse()
    {
        var (trace, response) = (NewTrace(), NewResponse());
        await SendResponseAsync(trace, response);
        var other = NewTrace();
        await EvaluateAsync(other, response, "relevance");
        await EvaluateAsync("", response, "toxicity");
        await EvaluateAsync("", response, "toxicity");
        // An evaluator that writes its result into a span of its own.
        await otlp.SendAsync("/v1/traces", Traces(WithEvent(Span(other, 7, null), Result("tone", response))));
        Assert.Equal(["relevance", "tone", "toxicity"], await SignalsAsync(trace));
        Assert.Null(await otlp.ReadAsync(other));
        Assert.Equal(0, await WaitingAsync(response));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evaluation_BeforeItsResponse_WaitsForIt(bool hasTrace)
    {
        var (trace, response) = (NewTrace(), NewResponse());
        var evaluator = hasTrace ? NewTrace() : "";
        await EvaluateAsync(evaluator, response, "relevance");
        await EvaluateAsync(evaluator, response, "relevance");
        await EvaluateAsync(evaluator, NewResponse(), "relevance");
        Assert.Equal(1, await WaitingAsync(response));
        await SendResponseAsync(trace, response);
        Assert.Equal(["relevance"], await SignalsAsync(trace));
        Assert.Equal(0, await WaitingAsync(response));
    }

    /// <summary>A judge is a model too: its call is an interaction, which is not the one that it evaluated.</summary>
    [Fact]
    public async Task Evaluation_InTheTraceOfAJudge_IsNotAboutTheJudge()
    {
        var (judge, trace, response) = (NewTrace(), NewTrace(), NewResponse());
        await SendResponseAsync(judge, NewResponse());
        await EvaluateAsync(judge, response, "relevance");
        Assert.Empty(await SignalsAsync(judge));
        await SendResponseAsync(trace, response);
        Assert.Equal(["relevance"], await SignalsAsync(trace));
        Assert.Empty(await SignalsAsync(judge));
    }

    /// <summary>A cache gives the response of one trace to another one.</summary>
    [Fact]
    public async Task Evaluation_OfAResponseThatTwoTracesHave_JoinsItsOwnTrace()
    {
        var (earlier, later, response) = (NewTrace(), NewTrace(), NewResponse());
        await SendResponseAsync(earlier, response);
        await SendResponseAsync(later, response);
        await EvaluateAsync(earlier, response, "relevance");
        Assert.Equal(["relevance"], await SignalsAsync(earlier));
        Assert.Empty(await SignalsAsync(later));
    }

    /// <summary>The interaction of an agent has the id of its last call only.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evaluation_OfACallWithinItsTrace_JoinsTheInteractionOfTheTrace(bool isEarly)
    {
        var (trace, first) = (NewTrace(), NewResponse());
        if (isEarly)
            await EvaluateAsync(trace, first, "relevance");
        await otlp.SendAsync(
            "/v1/traces",
            Traces(
                Chat(trace, 2, SpanId(1), more: [("gen_ai.response.id", first)]),
                Chat(trace, 4, SpanId(1), more: [("gen_ai.response.id", NewResponse())]),
                Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"))
            )
        );
        if (!isEarly)
            await EvaluateAsync(trace, first, "relevance");
        Assert.Equal(["relevance"], await SignalsAsync(trace));
    }

    /// <summary>A span with the response arrives after the rest of its trace, so the interaction gets the response later.</summary>
    [Fact]
    public async Task Evaluation_WhoseResponseComesWithALateSpan_IsJoinedByTheJob()
    {
        var (trace, response) = (NewTrace(), NewResponse());
        await otlp.SendAsync("/v1/traces", Traces(Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"))));
        await EvaluateAsync("", response, "relevance");
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1), more: [("gen_ai.response.id", response)])));
        await otlp.App.Get<IngestService>().JoinWaitingAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["relevance"], await SignalsAsync(trace));
    }

    [Fact]
    public async Task Evaluation_OfAResponseThatTwoTenantsHave_JoinsThatOfItsTenant()
    {
        using var other = otlp.App.CreateApiClient(await otlp.App.CreateApiKeyAsync("other", "ingest", "read"));
        var (mine, theirs, response) = (NewTrace(), NewTrace(), NewResponse());
        // One evaluation waits in the one tenant while the response is already in the other.
        await SendResponseAsync(theirs, response, other);
        await EvaluateAsync("", response, "relevance");
        Assert.Empty(await SignalsAsync(theirs, other));
        await SendResponseAsync(mine, response);
        await EvaluateAsync("", response, "tone", other);
        Assert.Equal(["relevance"], await SignalsAsync(mine));
        Assert.Equal(["tone"], await SignalsAsync(theirs, other));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EqualEvaluations_OfTwoResponsesOfATrace_AreTwoSignals(bool isEarly)
    {
        var (trace, first, second) = (NewTrace(), NewResponse(), NewResponse());
        var agent = Traces(
            Chat(trace, 2, SpanId(1), more: [("gen_ai.response.id", first)]),
            Chat(trace, 4, SpanId(1), more: [("gen_ai.response.id", second)]),
            Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"))
        );
        if (isEarly)
        {
            await EvaluateBothTwiceAsync();
            Assert.Equal((1, 1), (await WaitingAsync(first), await WaitingAsync(second)));
        }

        await otlp.SendAsync("/v1/traces", agent);
        // Sent again, also those that have waited.
        await EvaluateBothTwiceAsync();
        Assert.Equal(["relevance", "relevance"], await SignalsAsync(trace));
        Assert.Equal((0, 0), (await WaitingAsync(first), await WaitingAsync(second)));

        async Task EvaluateBothTwiceAsync()
        {
            foreach (var response in new[] { first, second, first, second })
                await EvaluateAsync(trace, response, "relevance");
        }
    }

    /// <summary>The spans of the calls are what differs: as events of them, and as log records with their ids.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EqualEvaluations_OnTwoSpansOfATrace_AreTwoSignals(bool isInSpan)
    {
        var trace = NewTrace();
        (string, object)[] result = [("gen_ai.evaluation.name", "relevance"), ("gen_ai.evaluation.score.value", 1.0)];
        JsonObject[] calls = [Chat(trace, 2, SpanId(1)), Chat(trace, 4, SpanId(1))];
        var root = Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"));
        if (isInSpan)
            foreach (var call in calls)
                WithEvent(call, result);
        for (var n = 0; n < 2; n++)
        {
            await otlp.SendAsync("/v1/traces", Traces([.. calls.Append(root).Select(s => s.DeepClone().AsObject())]));
            if (!isInSpan)
                await otlp.SendAsync("/v1/logs", Logs(OnSpan(2), OnSpan(4)));
        }

        Assert.Equal(["relevance", "relevance"], await SignalsAsync(trace));

        JsonObject OnSpan(int n)
        {
            var log = Log(trace, 5, "gen_ai.evaluation.result", result);
            log["spanId"] = SpanId(n);
            return log;
        }
    }

    [Fact]
    public async Task Feedback_OfTheContract_CanNameTheResponse()
    {
        var (trace, response) = (NewTrace(), NewResponse());
        await SendResponseAsync(trace, response);
        await PostAsync($$"""{"output_id":"{{response}}","name":"thumbs","value":true}""");
        // A trace says more than a response.
        await PostAsync($$"""{"output_id":"{{response}}","trace_id":"{{NewTrace()}}","name":"copied","value":true}""");
        Assert.Equal(["thumbs"], await SignalsAsync(trace));

        async Task PostAsync(string line)
        {
            using var sent = await otlp.PostAsync("/api/v1/feedback", Encoding.UTF8.GetBytes(line), "application/json");
            Assert.True(sent.IsSuccessStatusCode);
        }
    }

    private static string NewResponse() => "resp-" + NewTrace();

    /// <summary>The span with an evaluation as its event.</summary>
    private static JsonObject WithEvent(JsonObject span, (string, object)[] result)
    {
        var log = Log("", 7, "gen_ai.evaluation.result", result);
        span["events"] = new JsonArray(
            new JsonObject
            {
                ["name"] = "gen_ai.evaluation.result",
                ["timeUnixNano"] = Time(7),
                ["attributes"] = log["attributes"]!.DeepClone(),
            }
        );
        return span;
    }

    private static (string, object)[] Result(string name, string response) =>
        [("gen_ai.evaluation.name", name), ("gen_ai.evaluation.score.value", 1.0), ("gen_ai.response.id", response)];

    private Task<JsonObject> SendResponseAsync(string trace, string response, HttpClient? client = null) =>
        otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1, more: [("gen_ai.response.id", response)])), client);

    private Task<JsonObject> EvaluateAsync(string trace, string response, string name, HttpClient? client = null) =>
        otlp.SendAsync("/v1/logs", Logs(Log(trace, 5, "gen_ai.evaluation.result", Result(name, response))), client);

    private async Task<IReadOnlyList<string>> SignalsAsync(string trace, HttpClient? client = null) =>
        [.. (await otlp.ReadAsync(trace, client))!["signals"]!.AsArray().Select(s => (string)s!["name"]!).Order(StringComparer.Ordinal)];

    private async Task<int> WaitingAsync(string response)
    {
        await using var db = otlp.App.Database.CreateContext();
        return await db.PendingSignals.CountAsync(p => p.OutputId == response, TestContext.Current.CancellationToken);
    }
}
