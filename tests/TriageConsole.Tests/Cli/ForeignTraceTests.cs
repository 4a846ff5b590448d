using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Cli.Imports;

namespace TriageConsole.Tests.Cli;

/// <summary>What the records of a trace become does not depend on their order in the files.</summary>
public sealed class ForeignTraceTests
{
    private const string Trace =
        """{"id":"t1","timestamp":"2026-05-04T09:30:00Z","name":"support","input":"asked","output":"told","metadata":{"plan":"pro"}}""";

    private const string Root =
        """{"id":"o0","trace_id":"t1","start_time":"2026-05-04 09:30:00","input":"raw","output":"raw","metadata":{"step":1}}""";

    private static readonly string[] Calls =
    [
        Call("o1", 1, "gpt-4.1-mini", 10, "\"prompt_version\":1"),
        Call("o2", 2, "gpt-4.1-mini", 20, "\"level\":\"ERROR\",\"status_message\":\"timeout\""),
        Call("o3", 3, "gpt-4.1", 40, "\"prompt_version\":3"),
    ];

    [Fact]
    public void Langfuse_AnyOrder_GivesTheSameInteraction()
    {
        var random = new Random(17);
        string[] records = [Trace, Root, .. Calls];
        for (var n = 0; n < 20; n++)
        {
            random.Shuffle(records);
            var line = Assert.Single(Read("langfuse", records));
            Assert.Equal(("asked", "told"), ((string?)line["input"], (string?)line["output"]));
            Assert.Equal(("gpt-4.1", "3"), ((string?)line["model_id"], (string?)line["prompt_version"]));
            Assert.Equal((70, 6), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
            Assert.Equal(("pro", 0.75), ((string?)line["metadata"]!["plan"], (double?)line["metadata"]!["cost"]));
            Assert.Null(line["error"]);
        }
    }

    [Fact]
    public void Langfuse_ErrorOfTheLastCallOrTheRoot_IsTheInteractions()
    {
        Assert.Equal("timeout", (string?)Assert.Single(Read("langfuse", [Calls[1], Calls[0]]))["error"]!["message"]);
        var root = Root.Replace("\"input\"", "\"level\":\"ERROR\",\"input\"", StringComparison.Ordinal);
        Assert.Equal("error", (string?)Assert.Single(Read("langfuse", [Calls[2], root]))["error"]!["message"]);
    }

    /// <summary>The newer client counts cached and reasoning tokens apart, and the tokens of an embedding are not the response's.</summary>
    [Fact]
    public void Langfuse_DetailsOfUsageAndCost_AreCounted()
    {
        var line = Assert.Single(
            Read(
                "langfuse",
                [
                    """
                    {"id":"o1","trace_id":"t1","provided_model_name":"m","usage_details":{"input":20,"input_cached_tokens":80,"output":52,
                    "output_reasoning_tokens":448,"total":600},"cost_details":{"input":1,"cache_read_input_tokens":0.5,"output":1}}
                    """,
                    """{"id":"o2","trace_id":"t1","type":"EMBEDDING","provided_model_name":"e5","usage_details":{"input":9}}""",
                ]
            )
        );
        Assert.Equal((500, 100), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
        Assert.Equal(("m", 2.5), ((string?)line["model_id"], (double?)line["metadata"]!["cost"]));
    }

    [Fact]
    public void Phoenix_AnyOrder_GivesTheSameInteraction()
    {
        var random = new Random(17);
        string[] records =
        [
            """
                {"context":{"trace_id":"t1","span_id":"s0"},"name":"answer","start_time":"2026-05-04T09:30:00Z",
                "end_time":"2026-05-04T09:30:09Z","status_code":"OK","attributes":{"input.value":"asked","output.value":"told"}}
                """,
            Span("s1", 1, "gpt-4.1-mini", 10, "OK"),
            Span("s2", 2, "gpt-4.1-mini", 20, "ERROR"),
            Span("s3", 3, "gpt-4.1", 40, "OK"),
        ];
        for (var n = 0; n < 20; n++)
        {
            random.Shuffle(records);
            var line = Assert.Single(Read("phoenix", records));
            Assert.Equal(("asked", "told", "gpt-4.1"), ((string?)line["input"], (string?)line["output"], (string?)line["model_id"]));
            Assert.Equal((70, 6), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
            Assert.Equal((9000d, 0.75), ((double?)line["client_latency_ms"], (double?)line["metadata"]!["cost"]));
            Assert.Null(line["error"]);
        }
    }

    /// <summary>A trace that was taken as complete and goes on would give a second, wrong interaction.</summary>
    [Fact]
    public void PartsThatAreTooFarApart_StopTheImport()
    {
        var (traces, lines) = (new ForeignTraces("langfuse", null), new Conversion());
        for (var n = 0; n < ForeignTraces.MaxOpen + 1; n++)
            traces.Of(n.ToString(CultureInfo.InvariantCulture), lines);
        Assert.Equal("0", (string?)Assert.Single(lines.Take())["trace_id"]);
        traces.Of("1", lines);
        Assert.Contains("Trace 0 ", Assert.Throws<InvalidDataException>(() => traces.Of("0", lines)).Message, StringComparison.Ordinal);
        Assert.Empty(lines.Take());
        traces.End(lines);
        Assert.Equal(ForeignTraces.MaxOpen, lines.Take().Count);
    }

    private static string Call(string id, int second, string model, int tokens, string more) =>
        $$$"""
            {"id":"{{{id}}}","trace_id":"t1","parent_observation_id":"o0","type":"GENERATION",
            "start_time":"2026-05-04 09:30:0{{{second}}}.5","provided_model_name":"{{{model}}}",
            "usage_details":{"input":2,"output":{{{tokens}}}},"total_cost":0.25,{{{more}}}}
            """;

    private static string Span(string id, int second, string model, int tokens, string status) =>
        $$$"""
            {"context":{"trace_id":"t1","span_id":"{{{id}}}"},"parent_id":"s0","start_time":"2026-05-04T09:30:0{{{second}}}Z",
            "status_code":"{{{status}}}","attributes":{"llm.model_name":"{{{model}}}","llm.token_count.prompt":2,
            "llm.token_count.completion":{{{tokens}}},"llm.cost.total":0.25}}
            """;

    private static List<JsonObject> Read(string format, string[] records)
    {
        var (export, lines) = (ForeignFormat.Create(format, new ForeignOptions(null)), new Conversion());
        foreach (var record in records)
        {
            // A record is disposed before the next one is read.
            using var document = JsonDocument.Parse(record);
            export.Read(document.RootElement, lines);
        }

        export.End(lines);
        Assert.Empty(lines.Skipped);
        return [.. lines.Take().Select(l => JsonNode.Parse(l.ToJsonString())!.AsObject())];
    }
}
