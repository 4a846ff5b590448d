using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

/// <summary>Messages in events and log records: with content, without it, and in the forms of different clients.</summary>
public sealed class GenAiEventsTests
{
    /// <summary>Emitters send no content unless it is switched on, but they send the events.</summary>
    [Fact]
    public void Fold_LogRecordsWithoutContent_HaveNoTexts()
    {
        var line = FoldLogs(
            ("gen_ai.system.message", "{}"),
            ("gen_ai.user.message", "{}"),
            ("gen_ai.tool.message", """{"id":"call_1"}"""),
            ("gen_ai.choice", """{"index":0,"finish_reason":"stop","message":{}}""")
        );
        AssertNoTexts(line);
    }

    [Fact]
    public void Fold_EventsOfASpanWithoutContent_HaveNoTexts()
    {
        var span = Call();
        span.Events.Add(Event("gen_ai.user.message", 1, ("gen_ai.system", "openai")));
        span.Events.Add(Event("gen_ai.choice", 2, ("gen_ai.system", "openai"), ("index", 0), ("message", """{"role":"assistant"}""")));
        AssertNoTexts(Fold(span)!);
    }

    [Fact]
    public void Fold_AttributesWithoutContent_HaveNoTexts()
    {
        var span = Call();
        span.Attributes.Set("gen_ai.input.messages", """[{"role":"user","parts":[]}]""");
        span.Attributes.Set("gen_ai.output.messages", """[{"role":"assistant","content":null}]""");
        AssertNoTexts(Fold(span)!);
    }

    [Fact]
    public void Fold_CallOfAToolWithoutContent_KeepsTheCall()
    {
        var line = FoldLogs(
            ("gen_ai.user.message", "{}"),
            ("gen_ai.choice", """{"index":0,"finish_reason":"tool_calls","message":{"tool_calls":[{"id":"c","function":{"name":"f"}}]}}""")
        );
        Assert.Null(line["input"]);
        Assert.Equal("f", (string?)Assert.Single(line["messages"]!.AsArray())!["tool_calls"]![0]!["function"]!["name"]);
    }

    /// <summary>Azure's clients and Semantic Kernel put the body of an event into one attribute.</summary>
    [Fact]
    public void Fold_BodyInOneAttribute_IsRead()
    {
        var span = Call();
        span.Events.Add(Event("gen_ai.user.message", 1, ("gen_ai.event.content", """{"role":"user","content":"Hi"}""")));
        span.Events.Add(Event("gen_ai.choice", 2, ("gen_ai.event.content", """{"message":{"content":"Yes"},"index":0}""")));
        AssertTexts("Hi", "Yes", Fold(span)!);
    }

    [Fact]
    public void Fold_BodyInOneAttributeWithoutContent_HasNoTexts()
    {
        var span = Call();
        span.Events.Add(Event("gen_ai.user.message", 1, ("gen_ai.event.content", """{"role":"user"}""")));
        span.Events.Add(Event("gen_ai.choice", 2, ("gen_ai.event.content", """{"message":{},"index":0}""")));
        AssertNoTexts(Fold(span)!);
    }

    [Fact]
    public void Fold_MessageThatIsATextOrParts_IsRead()
    {
        var span = Call();
        span.Events.Add(Event("gen_ai.user.message", 1, ("content", """[{"text":"Hi"}]""")));
        span.Events.Add(Event("gen_ai.choice", 2, ("message", """[{"text":"Yes"}]"""), ("finish_reason", "end_turn")));
        AssertTexts("Hi", "Yes", Fold(span)!);
        span.Events[1].Attributes.Set("message", "No");
        AssertTexts("Hi", "No", Fold(span)!);
    }

    private static TelemetrySpan Call() => Of("c1", null, 0, ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"));

    private static JsonObject FoldLogs(params (string Name, string Body)[] logs) =>
        Fold([
            SpanReader.Read(Call())!,
            .. logs.Select(
                (l, n) =>
                {
                    var log = Event(l.Name, n);
                    (log.TraceId, log.SpanId, log.Body) = (Trace, "c1", JsonNode.Parse(l.Body));
                    return GenAiEvents.OfLog(log)!;
                }
            ),
        ])!;

    private static void AssertNoTexts(JsonObject line) =>
        Assert.Equal((null, null, null), ((string?)line["input"], (string?)line["output"], line["messages"]?.ToJsonString()));

    private static void AssertTexts(string input, string output, JsonObject line) =>
        Assert.Equal((input, output), ((string?)line["input"], (string?)line["output"]));
}
