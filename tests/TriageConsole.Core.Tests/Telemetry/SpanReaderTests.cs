using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

/// <summary>Every spelling of the same call gives the same interaction.</summary>
public sealed class SpanReaderTests
{
    [Theory]
    [InlineData("new, JSON in texts")]
    [InlineData("new, structured")]
    [InlineData("numbered attributes")]
    [InlineData("events per message")]
    [InlineData("event with all details")]
    [InlineData("OpenInference")]
    [InlineData("Langfuse")]
    public void Read_AnyConvention_GivesTheSameCall(string convention)
    {
        var line = Fold(Call(convention))!;
        Assert.Equal(
            ("Where is my refund?", "On its way.", "gpt-4o", 47),
            ((string?)line["input"], (string?)line["output"], (string?)line["model_id"], (int?)line["output_tokens"])
        );
        var messages = line["messages"]!.AsArray();
        Assert.Equal(["system", "user", "assistant"], messages.Select(m => (string?)m!["role"]));
        Assert.Equal("0.2", line["parameters"]!["temperature"]!.ToString());
    }

    [Fact]
    public void Read_SpanOfAnotherKind_IsIgnored() => Assert.Null(SpanReader.Read(Of("x", null, 0, ("http.request.method", "GET"))));

    [Fact]
    public void Read_JsonThatIsNoJson_StaysText()
    {
        var line = Fold(
            Of("x", null, 0, ("gen_ai.operation.name", "chat"), ("gen_ai.input.messages", "[{\"role\":"), ("gen_ai.prompt", "Hello"))
        )!;
        Assert.Equal("Hello", (string?)line["input"]);
    }

    [Fact]
    public void Read_Langfuse_HasFactsOfTheTrace()
    {
        var line = Fold(
            Of(
                "x",
                null,
                0,
                ("langfuse.observation.type", "agent"),
                ("langfuse.observation.input", """{"question":"Where?"}"""),
                ("langfuse.trace.name", "refund"),
                ("langfuse.trace.tags", new JsonArray("refund")),
                ("langfuse.trace.metadata.channel", "web"),
                ("langfuse.release", "2026.12"),
                ("langfuse.environment", "production"),
                ("user.id", "user-42"),
                ("session.id", "conv_1")
            )
        )!;
        Assert.Equal(
            ("conv_1", "conv_1", "user-42", "2026.12", """{"question":"Where?"}"""),
            (
                (string?)line["task_id"],
                (string?)line["session_id"],
                (string?)line["user_id"],
                (string?)line["release"],
                (string?)line["input"]
            )
        );
        Assert.Equal(("web", "production"), ((string?)line["metadata"]!["channel"], (string?)line["metadata"]!["environment"]));
    }

    [Fact]
    public void Read_TraceloopFunction_YieldsToTheMessagesOfTheModel()
    {
        var workflow = Of(
            "w1",
            null,
            0,
            ("traceloop.span.kind", "workflow"),
            ("traceloop.entity.input", """{"args":[],"kwargs":{}}"""),
            ("traceloop.entity.output", """{"ok":true}"""),
            ("traceloop.association.properties.session_id", "conv_1")
        );
        var line = Fold(workflow, Chat("w2", "w1", 10))!;
        Assert.Equal(
            ("Where is my refund?", "On its way.", "conv_1"),
            ((string?)line["input"], (string?)line["output"], (string?)line["task_id"])
        );
        Assert.Equal("""{"ok":true}""", (string?)Fold(workflow)!["output"]);
    }

    private static TelemetrySpan Call(string convention)
    {
        const string system = "You answer questions.";
        var span = Of(
            "c1",
            null,
            0,
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.request.temperature", 0.2)
        );
        var a = span.Attributes;
        a.Set("gen_ai.usage.completion_tokens", 47);
        switch (convention)
        {
            case "new, JSON in texts" or "new, structured":
                const string input = """[{"role":"user","parts":[{"type":"text","content":"Where is my refund?"}]}]""";
                const string output = """[{"role":"assistant","parts":[{"type":"text","content":"On its way."}],"finish_reason":"stop"}]""";
                const string instructions = """[{"type":"text","content":"You answer questions."}]""";
                var isText = convention.EndsWith("texts", StringComparison.Ordinal);
                a.Set("gen_ai.input.messages", isText ? input : JsonNode.Parse(input));
                a.Set("gen_ai.output.messages", isText ? output : JsonNode.Parse(output));
                a.Set("gen_ai.system_instructions", isText ? instructions : JsonNode.Parse(instructions));
                break;
            case "numbered attributes":
                a.Set("gen_ai.prompt.0.role", "system");
                a.Set("gen_ai.prompt.0.content", system);
                a.Set("gen_ai.prompt.1.role", "user");
                a.Set("gen_ai.prompt.1.content", "Where is my refund?");
                a.Set("gen_ai.prompt.name", "refund-answer");
                a.Set("gen_ai.completion.0.role", "assistant");
                a.Set("gen_ai.completion.0.content", "On its way.");
                break;
            case "events per message":
                span.Events.Add(Event("gen_ai.user.message", 2, ("content", "Where is my refund?")));
                span.Events.Add(Event("gen_ai.system.message", 1, ("content", system)));
                span.Events.Add(Event("gen_ai.choice", 90, ("index", 0), ("message", """{"role":"assistant","content":"On its way."}""")));
                break;
            case "event with all details":
                span.Events.Add(
                    Event(
                        "gen_ai.client.inference.operation.details",
                        90,
                        (
                            "gen_ai.input.messages",
                            JsonNode.Parse(
                                """[{"role":"system","content":"You answer questions."},{"role":"user","content":"Where is my refund?"}]"""
                            )
                        ),
                        ("gen_ai.output.messages", JsonNode.Parse("""[{"role":"assistant","content":"On its way."}]"""))
                    )
                );
                break;
            case "OpenInference":
                return Of(
                    "c1",
                    null,
                    0,
                    ("openinference.span.kind", "LLM"),
                    ("llm.model_name", "gpt-4o-2024-08-06"),
                    ("llm.invocation_parameters", """{"model":"gpt-4o","temperature":0.2}"""),
                    ("input.value", """{"messages":[]}"""),
                    ("output.value", """{"choices":[]}"""),
                    ("llm.input_messages.0.message.role", "system"),
                    ("llm.input_messages.0.message.content", system),
                    ("llm.input_messages.1.message.role", "user"),
                    ("llm.input_messages.1.message.contents.0.message_content.type", "text"),
                    ("llm.input_messages.1.message.contents.0.message_content.text", "Where is my refund?"),
                    ("llm.output_messages.0.message.role", "assistant"),
                    ("llm.output_messages.0.message.content", "On its way."),
                    ("llm.token_count.completion", 47)
                );
            default:
                return Of(
                    "c1",
                    null,
                    0,
                    ("langfuse.observation.type", "generation"),
                    ("langfuse.observation.model.name", "gpt-4o"),
                    ("langfuse.observation.model.parameters", """{"temperature":0.2}"""),
                    (
                        "langfuse.observation.input",
                        """[{"role":"system","content":"You answer questions."},{"role":"user","content":"Where is my refund?"}]"""
                    ),
                    ("langfuse.observation.output", """{"role":"assistant","content":"On its way."}"""),
                    ("langfuse.observation.usage_details", """{"input":52,"output":47}""")
                );
        }

        return span;
    }
}
