using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

/// <summary>The forms of messages that clients send.</summary>
public sealed class TraceMessagesTests
{
    /// <summary>A loop of the Responses API has calls of tools and their results as items of their own.</summary>
    [Fact]
    public void Fold_ItemsOfTheResponsesApi_AreMessages()
    {
        var line = FoldCall(
            """
            [{"role":"user","content":"Q"},{"type":"reasoning","summary":[]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":"42"}]
            """,
            """[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"A"}]}]"""
        );
        Assert.Equal(("Q", "A"), Texts(line));
        var messages = line["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "tool", "assistant"], messages.Select(m => (string?)m!["role"]));
        var call = messages[1]!["tool_calls"]![0]!;
        Assert.Equal(("c", "f", "{}"), ((string?)call["id"], (string?)call["function"]!["name"], (string?)call["function"]!["arguments"]));
        Assert.Equal(("c", "42"), ((string?)messages[2]!["tool_call_id"], (string?)messages[2]!["content"]));
    }

    [Fact]
    public void Fold_ItemsThatAreNoMessages_AreLeftOut()
    {
        var line = FoldCall(
            """[{"role":"user"},{"role":"user","content":"Q"},"x",null,{"id":7}]""",
            """{"role":"assistant","content":"A"}"""
        );
        Assert.Equal(("Q", "A"), Texts(line));
        Assert.Equal(2, line["messages"]!.AsArray().Count);
    }

    [Fact]
    public void Fold_ListThatIsNoConversation_StaysAsItIs()
    {
        const string documents = """[{"text":"one"},{"url":"two"}]""";
        Assert.Equal((documents, "A"), Texts(FoldCall(documents, "A")));
    }

    /// <summary>Traceloop's Python client sends parts as JSON in a text.</summary>
    [Fact]
    public void Fold_PartsInAText_GiveTheirText()
    {
        var span = Of(
            "t1",
            null,
            0,
            ("llm.request.type", "chat"),
            ("gen_ai.prompt.0.role", "user"),
            (
                "gen_ai.prompt.0.content",
                """[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]"""
            ),
            ("gen_ai.completion.0.role", "assistant"),
            ("gen_ai.completion.0.content", """[{"id":1,"text":"a row"}]""")
        );
        // What the model answered is JSON, but no parts.
        Assert.Equal(("What is this?", """[{"id":1,"text":"a row"}]"""), Texts(Fold(span)!));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot"}""")]
    [InlineData("""{"role":"assistant","content":"","refusal":"I cannot"}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"I cannot"}]}""")]
    public void Fold_Refusal_IsTheOutput(string output) =>
        Assert.Equal(("Q", "I cannot"), Texts(FoldCall("""[{"role":"user","content":"Q"}]""", output)));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Q"}],"tools":[]}""", """{"role":"assistant","content":"A"}""", "Q", "A")]
    [InlineData("""[{"role":"user","content":"Q"}]""", "A", "Q", "A")]
    [InlineData("""{"question":"Q"}""", """{"answer":"A"}""", """{"question":"Q"}""", """{"answer":"A"}""")]
    public void Fold_TextsOfALangfuseTrace_AreReadAsThoseOfItsSteps(string input, string output, string asked, string answered)
    {
        var span = Of(
            "l1",
            null,
            0,
            ("langfuse.observation.type", "span"),
            ("langfuse.trace.input", input),
            ("langfuse.trace.output", output)
        );
        Assert.Equal((asked, answered), Texts(Fold(span)!));
        var trace = LangfuseEvent.Read(
            new JsonObject
            {
                ["id"] = "e1",
                ["type"] = "trace-create",
                ["body"] = new JsonObject
                {
                    ["id"] = Trace,
                    ["input"] = input[0] is '{' or '[' ? JsonNode.Parse(input) : input,
                    ["output"] = output[0] is '{' or '[' ? JsonNode.Parse(output) : output,
                },
            },
            isBrowser: false
        );
        Assert.Equal((asked, answered), Texts(Fold([trace.Part!])!));
    }

    private static JsonObject FoldCall(string input, string output) =>
        Fold(
            Of(
                "m1",
                null,
                0,
                ("langfuse.observation.type", "generation"),
                ("langfuse.observation.input", input),
                ("langfuse.observation.output", output)
            )
        )!;

    private static (string? Input, string? Output) Texts(JsonObject line) => ((string?)line["input"], (string?)line["output"]);
}
