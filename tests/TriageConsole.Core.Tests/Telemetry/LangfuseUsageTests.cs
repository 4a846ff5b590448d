using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;
using static TriageConsole.Core.Tests.Telemetry.SentSpan;

namespace TriageConsole.Core.Tests.Telemetry;

public sealed class LangfuseUsageTests
{
    [Theory]
    [InlineData("""{"input":52,"output":47}""", 52, 47)]
    [InlineData("""{"input":20,"input_cached_tokens":80,"output":52,"output_reasoning_tokens":448,"total":600}""", 100, 500)]
    [InlineData("""{"input":20,"input_cached_tokens":80,"output":52,"output_reasoning_tokens":448}""", 100, 500)]
    // Clients before version 5 do not subtract the details.
    [InlineData("""{"input":100,"input_cached_tokens":80,"output":500,"output_reasoning_tokens":448,"total":600}""", 100, 500)]
    [InlineData("""{"input":100,"input_tokens":100,"output":5,"output_tokens":5,"input_cost":3}""", 100, 5)]
    [InlineData("""{"input_tokens":100,"output_tokens":500,"output_reasoning_tokens":448}""", 100, 500)]
    [InlineData("""{"promptTokens":"100","completionTokens":500}""", 100, 500)]
    public void Tokens_OfEverySpelling_AreTheWholeRequestAndResponse(string usage, double input, double output)
    {
        var sent = JsonNode.Parse(usage);
        Assert.Equal((input, output), (LangfuseUsage.InputTokens(sent), LangfuseUsage.OutputTokens(sent)));
    }

    [Theory]
    [InlineData("""{"input":1,"output":1,"total":2.5}""", "{}", 2.5)]
    [InlineData("""{"input":1,"cache_read_input_tokens":0.5,"output":1}""", "{}", 2.5)]
    [InlineData("{}", """{"input":7,"inputCost":1,"outputCost":2,"totalCost":4}""", 4)]
    [InlineData("{}", """{"input":7,"inputCost":1,"outputCost":2}""", 3)]
    public void Cost_IsTheTotalOrTheSum(string cost, string usage, double dollars) =>
        Assert.Equal(dollars, LangfuseUsage.Cost(JsonNode.Parse(cost), JsonNode.Parse(usage)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"unit":"TOKENS","input":"many","total":null}""")]
    public void Unknown_IsNotZero(string usage)
    {
        var sent = JsonNode.Parse(usage);
        Assert.Equal((null, null), (LangfuseUsage.InputTokens(sent), LangfuseUsage.OutputTokens(sent)));
        Assert.Null(LangfuseUsage.Cost(sent, null));
    }

    [Fact]
    public void Fold_EventOfAnOlderClient_HasTokensAndCost()
    {
        var generation = LangfuseEvent.Read(
            JsonNode.Parse(
                """
                {"id":"e1","type":"generation-create","body":{"id":"g1","usageDetails":{"input":20,"input_cached_tokens":80,"output":5},
                "usage":{"input":100,"output":5,"inputCost":0.25,"outputCost":0.5}}}
                """
            ),
            isBrowser: false
        );
        var line = Fold([generation.Part!])!;
        Assert.Equal(
            (100, 5, 0.75),
            ((int?)line["input_stats"]!["input_tokens"], (int?)line["output_tokens"], (double?)line["metadata"]!["cost_usd"])
        );
    }
}
