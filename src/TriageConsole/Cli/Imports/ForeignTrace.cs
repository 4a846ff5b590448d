using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// The spans or observations of a trace as one interaction, as live telemetry becomes one: the root says what was asked and answered, the
/// last call of a model says which model, and everything else is counted.
/// </summary>
internal sealed class ForeignTrace(string id)
{
    private JsonElement? rootInput;
    private JsonElement? rootOutput;
    private JsonElement? modelInput;
    private JsonElement? modelOutput;
    private double cost;

    public string Id { get; } = id;

    public string? Name { get; set; }

    public string? UserId { get; set; }

    public string? SessionId { get; set; }

    public string? Release { get; set; }

    public string? ModelId { get; set; }

    public string? PromptVersion { get; set; }

    public string? Start { get; set; }

    public double? LatencyMs { get; set; }

    public double? OutputTokens { get; set; }

    public double? InputTokens { get; set; }

    public string? Error { get; set; }

    public JsonNode? Parameters { get; set; }

    public JsonNode? Metadata { get; set; }

    public int Steps { get; set; }

    public List<string> DocumentIds { get; } = [];

    public void SetRoot(JsonElement? input, JsonElement? output) =>
        (rootInput, rootOutput) = (input?.Clone() ?? rootInput, output?.Clone() ?? rootOutput);

    public void SetModel(JsonElement? input, JsonElement? output) =>
        (modelInput, modelOutput) = (input?.Clone() ?? modelInput, output?.Clone() ?? modelOutput);

    public void AddCost(double? more) => cost += more ?? 0;

    public JsonObject ToLine(string source, string? workflow)
    {
        var input = rootInput ?? modelInput;
        var output = ChatTexts.Output(rootOutput ?? modelOutput);
        var line = new JsonObject { ["trace_id"] = Id };
        line.Put("task_type", workflow ?? Name ?? source);
        line.Put("task_id", SessionId ?? Id);
        line.Put("session_id", SessionId);
        line.Put("user_id", UserId);
        line.Put("model_version", ModelId);
        line.Put("model_id", ModelId);
        line.Put("prompt_version", PromptVersion);
        line.Put("release", Release);
        line.Put("timestamp", Start);
        line.Put("input", ChatTexts.Input(input));
        line.Put("output", output);
        line.Put("messages", ChatTexts.Conversation(modelInput ?? input, output));
        line.Put("output_tokens", Whole(OutputTokens));
        line.Put("client_latency_ms", LatencyMs);
        line.Put("parameters", Parameters?.DeepClone());
        if (InputTokens is { } tokens)
            line["input_stats"] = new JsonObject { ["input_tokens"] = tokens };
        if (Error is not null)
            line["error"] = new JsonObject { ["kind"] = "error", ["message"] = Error };
        if (DocumentIds.Count > 0)
            line["retrieval_ids"] = new JsonArray([.. DocumentIds.Distinct().Select(d => (JsonNode)d)]);
        var metadata = Metadata as JsonObject ?? [];
        metadata["imported_from"] = source;
        metadata["steps"] = Steps;
        metadata.Put("trace_name", Name);
        if (cost > 0)
            metadata["cost"] = cost;
        line["metadata"] = metadata;
        return line;
    }

    private static JsonNode? Whole(double? number) => number is { } n ? (long)n : null;
}
