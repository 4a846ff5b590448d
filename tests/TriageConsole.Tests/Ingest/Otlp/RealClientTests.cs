using System.Text.Json.Nodes;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Published clients send, and their interactions are read back.</summary>
[Collection(typeof(OtlpGroup))]
public sealed class RealClientTests(OtlpFixture otlp)
{
    private const string Question = "Where is my refund?";
    private const string Answer = "It was sent on Monday.";

    [Fact]
    public async Task LangfuseTracing_AgentAndScore()
    {
        var trace = await RunAsync("langfuse-tracing.mjs");
        var read = await ReadCompleteAsync(trace, r => r["signals"]!.AsArray().Count == 1);
        AssertRow(
            read,
            ("workflow", "support-bot"),
            ("task_id", "conv_1"),
            ("session_id", "conv_1"),
            ("user_id", "user-42"),
            ("release", "2026.11.2"),
            ("prompt_version", "17"),
            ("model_id", "gpt-4o"),
            ("model_version", "gpt-4o")
        );
        Assert.Equal(($$"""{"question":"{{Question}}"}""", Answer), ((string?)read["input"], (string?)read["output"]));
        Assert.Equal(["user", "assistant"], read["messages"]!.AsArray().Select(m => (string?)m!["role"]));
        var metadata = read["context"]!["metadata"]!;
        Assert.Equal(["agent", "retriever", "llm"], metadata["steps"]!.AsArray().Select(s => (string?)s!["kind"]));
        Assert.Equal([null, 1, 1], metadata["steps"]!.AsArray().Select(s => (int?)s!["parent"]));
        Assert.Equal(
            ("refund", "web", "production", "refund-answer", 0.0021),
            (
                (string?)metadata["trace_name"],
                (string?)metadata["channel"],
                (string?)metadata["environment"],
                (string?)metadata["prompt_name"],
                (double?)metadata["cost_usd"]
            )
        );
        Assert.Equal("doc-7", (string?)read["context"]!["retrieval_ids"]![0]);
        AssertScore(read);
    }

    [Fact]
    public async Task Langfuse3_TraceGenerationAndScore()
    {
        var trace = await RunAsync("langfuse-legacy.mjs");
        var read = await ReadCompleteAsync(trace, r => r["signals"]!.AsArray().Count == 1);
        AssertRow(
            read,
            ("workflow", "refund"),
            ("task_id", "conv_1"),
            ("session_id", "conv_1"),
            ("user_id", "user-42"),
            ("release", "2026.11.2"),
            ("prompt_version", "17"),
            ("model_version", "gpt-4o")
        );
        Assert.Equal((Question, Answer), ((string?)read["input"], (string?)read["output"]));
        Assert.Equal(["user", "assistant"], read["messages"]!.AsArray().Select(m => (string?)m!["role"]));
        Assert.Equal(("web", "17"), ((string?)read["context"]!["metadata"]!["channel"], (string?)read["context"]!["metadata"]!["version"]));
        AssertScore(read);
    }

    [Fact]
    public async Task OpenInference_ToolCall() =>
        AssertToolCall(await ReadCompleteAsync(await RunAsync("openinference.mjs"), HasTwoSteps), "llm", "llm");

    [Fact]
    public async Task OpenTelemetryOpenAi_ToolCallWithLogs()
    {
        // The messages are log records.
        var read = await ReadCompleteAsync(await RunAsync("otel-openai.mjs"), r => HasTwoSteps(r) && r["messages"]?.AsArray().Count == 5);
        AssertToolCall(read, "llm", "llm");
    }

    [Fact]
    public async Task Traceloop_WorkflowWithToolCall()
    {
        var read = await ReadCompleteAsync(await RunAsync("traceloop.mjs"), r => (int?)r["context"]!["metadata"]!["steps_total"] == 3);
        AssertToolCall(read, "chain", "llm", "llm");
        AssertRow(read, ("user_id", "user-42"), ("session_id", "conv_1"), ("task_id", "conv_1"));
        Assert.Equal("refund", (string?)read["context"]!["metadata"]!["workflow"]);
    }

    private static bool HasTwoSteps(JsonObject read) => (int?)read["context"]!["metadata"]!["steps_total"] == 2;

    private static void AssertToolCall(JsonObject read, params string[] kinds)
    {
        AssertRow(
            read,
            ("workflow", "support-bot"),
            ("model_id", "gpt-4o"),
            ("model_version", "gpt-4o-2024-08-06"),
            ("served_model", "gpt-4o-2024-08-06")
        );
        Assert.Equal((Question, Answer), ((string?)read["input"], (string?)read["output"]));
        var messages = read["messages"]!.AsArray();
        Assert.Equal(["system", "user", "assistant", "tool", "assistant"], messages.Select(m => (string?)m!["role"]));
        Assert.Contains("find_order", messages[2]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Monday", messages[3]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("0.2", read["context"]!["parameters"]!["temperature"]!.ToString());
        Assert.Equal(kinds, read["context"]!["metadata"]!["steps"]!.AsArray().Select(s => (string?)s!["kind"]));
        Assert.Empty(read["signals"]!.AsArray());
    }

    private static void AssertScore(JsonObject read)
    {
        var signal = Assert.Single(read["signals"]!.AsArray())!;
        Assert.Equal(
            ("explicit", "user_feedback", 0.0, "wrong date"),
            ((string?)signal["type"], (string?)signal["name"], (double?)signal["numeric_value"], (string?)signal["comment"])
        );
        Assert.True((double?)read["interaction"]!["suspicion"] > 0);
    }

    private static void AssertRow(JsonObject read, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
            Assert.Equal((field, value), (field, (string?)read["interaction"]![field]));
    }

    private async Task<string> RunAsync(string program)
    {
        await using var chat = await ChatServer.StartAsync();
        var result = await NodeClient.RunAsync(
            program,
            ("CONSOLE_URL", otlp.App.Address.ToString().TrimEnd('/')),
            ("SECRET_KEY", otlp.Key),
            ("PUBLIC_KEY", otlp.Key[..otlp.Key.LastIndexOf('_')]),
            ("CHAT_URL", chat.Address)
        );
        return (string)result["traceId"]!;
    }

    /// <summary>The clients have sent everything when they end, and a response means that it is stored.</summary>
    private async Task<JsonObject> ReadCompleteAsync(string trace, Func<JsonObject, bool> isComplete)
    {
        var read = await otlp.ReadAsync(trace);
        Assert.True(read is not null, "There is no interaction of the trace.");
        Assert.True(isComplete(read), read.ToJsonString());
        return read;
    }
}
