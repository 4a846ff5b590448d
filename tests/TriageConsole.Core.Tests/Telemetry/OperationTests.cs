using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

/// <summary>What a span of the GenAI conventions is, by its operation.</summary>
public sealed class OperationTests
{
    [Theory]
    [InlineData("acompletion")]
    [InlineData("atext_completion")]
    [InlineData("aresponses")]
    [InlineData("chat.completions")]
    [InlineData("text.completions")]
    [InlineData("some_new_call")]
    public void Fold_CallOfAModelWithAnyName_HasModelAndTokens(string operation)
    {
        var line = Fold(
            Of("r1", null, 0, ("gen_ai.operation.name", "proxy_request")),
            Of(
                "r2",
                "r1",
                10,
                ("gen_ai.operation.name", operation),
                ("gen_ai.request.model", "gpt-4o"),
                ("gen_ai.usage.input_tokens", 52),
                ("gen_ai.usage.output_tokens", 47)
            )
        )!;
        Assert.Equal("gpt-4o", (string?)line["model_id"]);
        Assert.Equal((47, 52), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
        Assert.Equal(["chain", "llm"], line["metadata"]!["steps"]!.AsArray().Select(s => (string?)s!["kind"]));
    }

    [Fact]
    public void Fold_AsynchronousEmbedding_IsNoInteraction() =>
        Assert.Null(
            Fold(
                Of("e1", null, 0, ("gen_ai.operation.name", "aembedding"), ("gen_ai.request.model", "e5"), ("gen_ai.usage.input_tokens", 9))
            )
        );

    /// <summary>An agent that runs elsewhere is one span with the tokens of all its calls.</summary>
    [Fact]
    public void Fold_AgentThatRunsElsewhere_HasItsTokens()
    {
        var agent = Of(
            "a1",
            null,
            0,
            ("gen_ai.operation.name", "invoke_agent"),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.usage.input_tokens", 52),
            ("gen_ai.usage.output_tokens", 47)
        );
        var line = Fold(agent)!;
        Assert.Equal((47, 52), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
        // The calls that are known say it more precisely, and count once.
        Assert.Equal(47, (int?)Fold(agent, Chat("a2", "a1", 10))!["output_tokens"]);
    }
}
