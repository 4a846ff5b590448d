using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

public sealed class EvaluationReaderTests
{
    [Theory]
    [InlineData("annotations", "annotation")]
    [InlineData("evaluations", "evaluation")]
    public void OfSpan_BothFormsOfOpenInference_AreEqual(string list, string member)
    {
        var target = new string('a', 32);
        var span = Of(
            "0000000000000001",
            null,
            0,
            ($"{list}.0.{member}.name", "correctness"),
            ($"{list}.0.{member}.score", 0.25),
            ($"{list}.0.{member}.label", "wrong"),
            ($"{list}.0.{member}.explanation", "wrong date"),
            ($"{list}.0.{member}.annotator_kind", "LLM"),
            ($"{list}.0.{member}.identifier", "judge@3")
        );
        span.Links.Add(new TelemetryLink(target, "00000000000000aa"));
        var line = Assert.Single(EvaluationReader.OfSpan(span)).Line;
        Assert.Equal(
            (target, "correctness", "system", 0.25, "wrong: wrong date", "judge@3", "llm"),
            (
                (string?)line["trace_id"],
                (string?)line["name"],
                (string?)line["feedback_type"],
                (double?)line["value"],
                (string?)line["comment"],
                (string?)line["user_id"],
                (string?)line["role"]
            )
        );
        Assert.Equal("00000000000000aa:correctness:judge@3", (string?)line["id"]);
    }

    [Fact]
    public void OfSpan_FeedbackOnASession_NamesTheSession()
    {
        var span = Of(
            "0000000000000001",
            null,
            0,
            ("session.id", "conv_1"),
            ("session.annotations.0.annotation.name", "user_rating"),
            ("session.annotations.0.annotation.score", 4),
            ("session.annotations.0.annotation.annotator_kind", "HUMAN")
        );
        var feedback = Assert.Single(EvaluationReader.OfSpan(span));
        Assert.Equal(("conv_1", "explicit"), ((string?)feedback.Line["session_id"], (string?)feedback.Line["feedback_type"]));
        Assert.Null(feedback.Line["trace_id"]);
    }

    [Fact]
    public void OfLog_EvaluationResult_IsFeedbackOnItsTrace()
    {
        var log = Event(
            "gen_ai.evaluation.result",
            60_000,
            ("gen_ai.evaluation.name", "user_feedback"),
            ("gen_ai.evaluation.score.value", 0),
            ("gen_ai.evaluation.score.label", "thumbs_down"),
            ("gen_ai.evaluation.explanation", "wrong date")
        );
        log.TraceId = Trace;
        var line = EvaluationReader.OfLog(log)!.Line;
        Assert.Equal(
            (Trace, "user_feedback", "explicit", 0.0, "thumbs_down: wrong date"),
            (
                (string?)line["trace_id"],
                (string?)line["name"],
                (string?)line["feedback_type"],
                (double)line["value"]!,
                (string?)line["comment"]
            )
        );
    }

    /// <summary>An evaluator runs in a trace of its own, or in none, and names the response.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfLog_ResponseId_NamesTheResponse(bool hasTrace)
    {
        var log = Event(
            "gen_ai.evaluation.result",
            60_000,
            ("gen_ai.evaluation.name", "relevance"),
            ("gen_ai.evaluation.score.value", 1),
            ("gen_ai.response.id", "chatcmpl-1")
        );
        log.TraceId = hasTrace ? Trace : "";
        var feedback = EvaluationReader.OfLog(log)!;
        Assert.Equal(("chatcmpl-1", "chatcmpl-1"), (feedback.OutputId, (string?)feedback.Line["output_id"]));
        Assert.Equal(hasTrace ? Trace : null, (string?)feedback.Line["trace_id"]);
    }

    [Theory]
    [InlineData("chatcmpl-1", null)]
    [InlineData("chatcmpl-0", "chatcmpl-1")]
    [InlineData(null, "chatcmpl-1")]
    public void OfSpan_ResponseIdOfTheSpanItself_IsAboutItsTrace(string? own, string? response)
    {
        var span = own is null ? Of("0000000000000001", null, 0) : Of("0000000000000001", null, 0, ("gen_ai.response.id", own));
        span.Events.Add(
            Event(
                "gen_ai.evaluation.result",
                60_000,
                ("gen_ai.evaluation.name", "relevance"),
                ("gen_ai.evaluation.score.value", 1),
                ("gen_ai.response.id", "chatcmpl-1")
            )
        );
        var feedback = Assert.Single(EvaluationReader.OfSpan(span));
        Assert.Equal((response, Trace), (feedback.OutputId, (string?)feedback.Line["trace_id"]));
        Assert.Equal("chatcmpl-1", feedback.CallId);
    }

    [Theory]
    [InlineData("""{"name":"thumbs","value":0,"dataType":"BOOLEAN","traceId":"t"}""", "false", "explicit")]
    [InlineData("""{"name":"helpful","value":0.5,"traceId":"t"}""", "0.5", "system")]
    [InlineData("""{"name":"tone","value":"rude","dataType":"CATEGORICAL","source":"ANNOTATION","traceId":"t"}""", "\"rude\"", "human")]
    public void OfScore_KeepsKindAndSource(string score, string value, string type)
    {
        var line = LangfuseEvent.OfScore("e1", JsonNode.Parse(score)!.AsObject(), null, isBrowser: false).Feedback!.Line;
        Assert.Equal((value, type, "e1"), (line["value"]!.ToJsonString(), (string?)line["feedback_type"], (string?)line["id"]));
    }

    [Fact]
    public void OfScore_Evaluator_HasIdAndVersion()
    {
        var score = """{"name":"judge","value":1,"traceId":"t","metadata":{"evaluator_id":"groundedness","evaluator_version":3}}""";
        var line = LangfuseEvent.OfScore("e1", JsonNode.Parse(score)!.AsObject(), null, isBrowser: false).Feedback!.Line;
        Assert.Equal("groundedness@3", (string?)line["user_id"]);
    }

    [Theory]
    [InlineData("""{"name":"x","value":2,"dataType":"BOOLEAN","traceId":"t"}""")]
    [InlineData("""{"name":"x","value":"no","dataType":"NUMERIC","traceId":"t"}""")]
    [InlineData("""{"name":"x","value":1}""")]
    [InlineData("""{"value":1,"traceId":"t"}""")]
    public void OfScore_Invalid_IsRefused(string score) =>
        Assert.NotNull(LangfuseEvent.OfScore("e1", JsonNode.Parse(score)!.AsObject(), null, isBrowser: false).Refusal);

    [Theory]
    [InlineData("""{"id":"e","type":"trace-create","timestamp":"2026-11-20T10:00:00Z","body":{"id":"t"}}""")]
    [InlineData("""{"id":"e","type":"generation-create","body":{"id":"g","traceId":"t"}}""")]
    public void Read_FromABrowser_AllowsOnlyScores(string sent)
    {
        Assert.NotNull(LangfuseEvent.Read(JsonNode.Parse(sent), isBrowser: true).Refusal);
        Assert.NotNull(LangfuseEvent.Read(JsonNode.Parse(sent), isBrowser: false).Part);
    }
}
