using System.Text.Json.Nodes;
using TriageConsole.Core.Redaction;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

public sealed class TraceFoldTests
{
    [Fact]
    public void Fold_PlainCall_FillsTheContractFromWhatTelemetryHas()
    {
        var line = Fold(Chat("a1", null, 0))!;
        Assert.Equal("interaction", (string?)line["kind"]);
        Assert.Equal(Trace, (string?)line["trace_id"]);
        Assert.Equal("support-bot", (string?)line["task_type"]);
        Assert.Equal(Trace, (string?)line["task_id"]);
        Assert.Equal("gpt-4o", (string?)line["model_id"]);
        Assert.Equal("gpt-4o-2024-08-06", (string?)line["model_version"]);
        Assert.Equal("gpt-4o-2024-08-06", (string?)line["served_model"]);
        Assert.Equal("2026.11.2", (string?)line["release"]);
        Assert.Equal("Where is my refund?", (string?)line["input"]);
        Assert.Equal("On its way.", (string?)line["output"]);
        Assert.Equal(47, (int?)line["output_tokens"]);
        Assert.Equal(100, (double?)line["server_latency_ms"]);
        Assert.StartsWith("2026-11-20T10:00:00", (string?)line["timestamp"], StringComparison.Ordinal);
        Assert.Equal(2, line["messages"]!.AsArray().Count);
        Assert.Null(line["metadata"]!["steps"]);
    }

    [Fact]
    public void Fold_ConversationAndDefaultWorkflow_AreTaskAndWorkflow()
    {
        var span = Chat("a1", null, 0);
        span.Attributes.Set("gen_ai.conversation.id", "conv_1");
        var line = Fold("refunds", span)!;
        Assert.Equal("refunds", (string?)line["task_type"]);
        Assert.Equal("conv_1", (string?)line["task_id"]);
        Assert.Equal("conv_1", (string?)line["session_id"]);
    }

    [Fact]
    public void Fold_OwnAttributes_WinOverDefaults()
    {
        var span = Chat("a1", null, 0);
        span.Attributes.Set("triage.task_type", "billing");
        span.Attributes.Set("triage.task_id", "case-7");
        span.Attributes.Set("triage.segment", "enterprise");
        span.Attributes.Set("triage.consent_scope", "training");
        var line = Fold("refunds", span)!;
        Assert.Equal(
            ("billing", "case-7", "enterprise", "training"),
            ((string?)line["task_type"], (string?)line["task_id"], (string?)line["segment"], (string?)line["consent_scope"])
        );
    }

    [Fact]
    public void Fold_AgentWithToolAndTwoCalls_IsOneInteractionWithSteps()
    {
        var line = Fold(AgentTrace())!;
        Assert.Equal("Where is my refund?", (string?)line["input"]);
        Assert.Equal("It was sent on Monday.", (string?)line["output"]);
        Assert.Equal(94, (int?)line["output_tokens"]);
        Assert.Equal(["doc-7", "doc-9"], line["retrieval_ids"]!.AsArray().Select(d => (string?)d));
        var steps = line["metadata"]!["steps"]!.AsArray();
        Assert.Equal(["agent", "retriever", "llm", "tool", "llm"], steps.Select(s => (string?)s!["kind"]));
        Assert.Equal([null, 1, 1, 1, 1], steps.Select(s => (int?)s!["parent"]));
        Assert.Equal("find_order", (string?)steps[3]!["tool"]);
        Assert.Equal("""{"order":"A-1"}""", (string?)steps[3]!["input"]);
        Assert.Equal(300, (double?)steps[3]!["start_ms"]);
        Assert.Equal(5, (int?)line["metadata"]!["steps_total"]);
    }

    /// <summary>The order of arrival decides nothing.</summary>
    [Fact]
    public void Fold_AnyOrderOfParts_GivesTheSameInteraction()
    {
        var parts = AgentTrace().Select(s => SpanReader.Read(s)!).ToList();
        var expected = Fold(parts)!.ToJsonString();
        var random = new Random(17);
        for (var n = 0; n < 50; n++)
        {
            var shuffled = parts.ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(expected, Fold(shuffled)!.ToJsonString());
        }
    }

    [Fact]
    public void Fold_SpansWithoutARoot_CountsSpansWithUnknownParentsAsRoots()
    {
        var line = Fold(Chat("b1", "0123456789abcdef", 0), Chat("b2", "fedcba9876543210", 200, answer: "Done."))!;
        Assert.Equal("Done.", (string?)line["output"]);
        Assert.All(line["metadata"]!["steps"]!.AsArray(), s => Assert.Null(s!["parent"]));
    }

    [Fact]
    public void Fold_CyclesOfParents_AreCutAtTheEarliestSpan()
    {
        var steps = Fold(
            Chat("c3", "c2", 300),
            Chat("c1", "c3", 100),
            Chat("c2", "c1", 200),
            Chat("c4", "c4", 400),
            Chat("c5", "c2", 500)
        )!["metadata"]!["steps"]!.AsArray();
        Assert.Equal(["c1", "c2", "c3", "c4", "c5"], steps.Select(s => (string?)s!["span_id"]));
        Assert.Equal([null, 1, 2, null, 2], steps.Select(s => (int?)s!["parent"]));
    }

    [Fact]
    public void Fold_TenThousandSpansInAChain_KeepsTheFirstSteps()
    {
        var spans = Enumerable
            .Range(0, 10_000)
            .Select(n => Of($"s{n}", n == 0 ? null : $"s{n - 1}", n, ("gen_ai.operation.name", "execute_tool")))
            .ToArray();
        var line = Fold(spans)!;
        Assert.Equal(500, line["metadata"]!["steps"]!.AsArray().Count);
        Assert.Equal(10_000, (int?)line["metadata"]!["steps_total"]);
    }

    /// <summary>Two instrumentations report one call: the outer one counts.</summary>
    [Fact]
    public void Fold_CallInsideACall_CountsTokensOnce()
    {
        Assert.Equal(47, (int?)Fold(Chat("d1", null, 0), Chat("d2", "d1", 10))!["output_tokens"]);
    }

    [Fact]
    public void Fold_CallOfAJudge_IsNotTheResponse()
    {
        var line = Fold(
            Chat("e1", null, 0),
            Of("e2", null, 200, ("openinference.span.kind", "EVALUATOR")),
            Chat("e3", "e2", 210, "Is this right?", "Yes.")
        )!;
        Assert.Equal("On its way.", (string?)line["output"]);
        Assert.Equal(47, (int?)line["output_tokens"]);
    }

    [Fact]
    public void Fold_FlagEvaluation_IsTheArm()
    {
        var span = Chat("f1", null, 0);
        span.Events.Add(
            Event(
                "feature_flag.evaluation",
                1,
                ("feature_flag.key", "refund-prompt"),
                ("feature_flag.result.variant", "treatment"),
                ("feature_flag.context.id", "user-42")
            )
        );
        var line = Fold(span)!;
        Assert.Equal("treatment", (string?)line["release"]);
        Assert.Equal("user-42", (string?)line["user_id"]);
        Assert.Equal("treatment", (string?)line["metadata"]!["flag refund-prompt"]);
    }

    [Fact]
    public void Fold_ErrorOfATool_IsNotTheErrorOfTheInteraction()
    {
        var tool = Of("g2", "g1", 10, ("gen_ai.operation.name", "execute_tool"), ("error.type", "timeout"));
        Assert.Null(Fold(Chat("g1", null, 0), tool)!["error"]);
        var call = Chat("g3", null, 0);
        call.IsError = true;
        Assert.Equal("error", (string?)Fold(call)!["error"]);
    }

    [Fact]
    public void Fold_EmbeddingsOnly_AreNoInteraction() =>
        Assert.Null(Fold(Of("h1", null, 0, ("gen_ai.operation.name", "embeddings"), ("gen_ai.request.model", "e5"))));

    [Fact]
    public void Redacted_ReplacesTextsAtAnyDepthAndKeepsIds()
    {
        var span = Chat("j1", "j0", 0, "Mail me: ann@example.org");
        span.Attributes.Set("langfuse.trace.input", "ann@example.org asks");
        span.Attributes.Set("metadata", """{"contact":{"mail":"ann@example.org"}}""");
        span.Attributes.Set("gen_ai.conversation.id", "conv_1");
        var part = SpanReader.Read(span)!.Redacted(Redactor());
        Assert.DoesNotContain("ann@", part.ToJson(), StringComparison.Ordinal);
        var line = Fold([part])!;
        Assert.Equal(("[EMAIL_1] asks", "conv_1"), ((string?)line["input"], (string?)line["task_id"]));
        Assert.Equal("j0", part.ParentId);
    }

    /// <summary>Values of traces are searched with the names of their properties, as those of events.</summary>
    [Fact]
    public void Redacted_FindsNumbersAndPasswordsOfMessagesAndParameters()
    {
        var part = new TracePart
        {
            OutputMessages =
            [
                new JsonObject
                {
                    ["role"] = "assistant",
                    ["arguments"] = new JsonObject
                    {
                        ["phone"] = "9498777106",
                        ["password"] = "hunter2!x",
                        ["card"] = 4111111111111111,
                    },
                },
            ],
            Parameters = new JsonObject { ["model"] = "gpt-4o", ["user"] = "anna@x.org" },
            Metadata = new JsonObject { ["anna@x.org"] = 1, ["ANNA@x.org"] = 2 },
        };
        var redacted = part.Redacted(Redactor());
        Assert.Equal(
            """[{"role":"assistant","arguments":{"phone":"[PHONE_1]","password":"[SECRET_1]","card":"[CARD_1]"}}]""",
            redacted.OutputMessages!.ToJsonString()
        );
        Assert.Equal("""{"model":"gpt-4o","user":"[EMAIL_1]"}""", redacted.Parameters!.ToJsonString());
        Assert.Equal("""{"[EMAIL_1]":2}""", redacted.Metadata!.ToJsonString());
        Assert.Equal(redacted.ToJson(), TracePart.Read(redacted.ToJson()).ToJson());
    }

    private static TextRedactor Redactor() => new(RedactionPolicy.Standard, new SessionPlaceholders());

    [Fact]
    public void Fold_EndBeforeStart_HasNoLatency()
    {
        var span = Chat("k1", null, 500);
        span.End = Nanoseconds(0);
        Assert.Null(Fold(span)!["server_latency_ms"]);
    }

    /// <summary>Messages of log records with the same time have the order of their request.</summary>
    [Fact]
    public void Fold_LogRecordsOfOneMillisecond_KeepTheirOrder()
    {
        var records = new[] { ("user", "one"), ("assistant", "two"), ("user", "three") }.Select(m =>
        {
            var log = Event($"gen_ai.{m.Item1}.message", 5, ("content", m.Item2));
            (log.TraceId, log.SpanId) = (Trace, "l1");
            return GenAiEvents.OfLog(log)!;
        });
        var parts = records
            .Select(
                (p, n) =>
                {
                    p.Order = n;
                    return p;
                }
            )
            .Append(SpanReader.Read(Of("l1", null, 0, ("gen_ai.operation.name", "chat")))!);
        Assert.Equal(
            "one two three",
            string.Join(' ', Fold([.. parts.Reverse()])!["messages"]!.AsArray().Select(m => (string?)m!["content"]))
        );
    }

    [Fact]
    public void Fold_WithoutModel_HasTheVersionOfTheService() =>
        Assert.Equal("2026.11.2", (string?)Fold(Of("i1", null, 0, ("gen_ai.operation.name", "invoke_agent")))!["model_version"]);

    private static TelemetrySpan[] AgentTrace() =>
        [
            Of(
                "a0",
                null,
                0,
                ("gen_ai.operation.name", "invoke_agent"),
                ("gen_ai.agent.name", "refunds"),
                ("gen_ai.input.messages", """[{"role":"user","parts":[{"type":"text","content":"Where is my refund?"}]}]""")
            ),
            Of(
                "a1",
                "a0",
                100,
                ("gen_ai.operation.name", "retrieval"),
                ("gen_ai.retrieval.documents", """[{"id":"doc-7","score":0.9},{"id":"doc-9","score":0.5}]""")
            ),
            Chat("a2", "a0", 200, answer: "I look it up."),
            Of(
                "a3",
                "a0",
                300,
                ("gen_ai.operation.name", "execute_tool"),
                ("gen_ai.tool.name", "find_order"),
                ("gen_ai.tool.call.arguments", """{"order":"A-1"}"""),
                ("gen_ai.tool.call.result", """{"sent":"Monday"}""")
            ),
            Chat("a4", "a0", 400, answer: "It was sent on Monday."),
        ];
}
