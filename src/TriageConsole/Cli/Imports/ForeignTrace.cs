using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// The spans or observations of a trace as one interaction, as live telemetry becomes one: the trace itself or its root says what was asked
/// and answered, the last call of a model says which model, and everything else is counted. The order in the file does not matter.
/// </summary>
internal sealed class ForeignTrace(string id)
{
    private JsonElement? ownInput;
    private JsonElement? ownOutput;
    private ForeignStep? root;
    private ForeignStep? lastCall;
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

    public double? OutputTokens { get; private set; }

    public double? InputTokens { get; private set; }

    public JsonNode? Parameters { get; set; }

    public JsonNode? Metadata { get; set; }

    public int Steps { get; set; }

    public List<string> DocumentIds { get; } = [];

    /// <summary>The texts that the trace itself has. They count before those of its root.</summary>
    public void SetOwn(JsonElement? input, JsonElement? output) =>
        (ownInput, ownOutput) = (Kept(input) ?? ownInput, Kept(output) ?? ownOutput);

    /// <summary>A step without a parent. Of several the first in time is the root. Returns whether this one is.</summary>
    public bool SetRoot(ForeignStep step)
    {
        var isRoot = root is not { } known || step.Start < known.Start;
        root = isRoot ? Over(step, root) : Over(root!.Value, step);
        return isRoot;
    }

    /// <summary>A call of a model. Returns whether it is the last one in time so far.</summary>
    public bool AddCall(ForeignStep step, double? inputTokens, double? outputTokens)
    {
        InputTokens = inputTokens is null ? InputTokens : (InputTokens ?? 0) + inputTokens;
        OutputTokens = outputTokens is null ? OutputTokens : (OutputTokens ?? 0) + outputTokens;
        var isLast = lastCall is not { } known || !((step.End ?? step.Start) < (known.End ?? known.Start));
        lastCall = isLast ? Over(step, lastCall) : Over(lastCall!.Value, step);
        return isLast;
    }

    public void AddCost(double? more) => cost += more ?? 0;

    public JsonObject ToLine(string source, string? workflow)
    {
        var input = ownInput ?? root?.Input ?? lastCall?.Input;
        var output = ChatTexts.Output(ownOutput ?? root?.Output ?? lastCall?.Output);
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
        line.Put("messages", ChatTexts.Conversation(lastCall?.Input ?? input, output));
        line.Put("output_tokens", Whole(OutputTokens));
        line.Put("client_latency_ms", LatencyMs);
        line.Put("parameters", Parameters?.DeepClone());
        if (InputTokens is { } tokens)
            line["input_stats"] = new JsonObject { ["input_tokens"] = tokens };
        // The error of another step is not the interaction's: the application can go on after it.
        if ((root?.Error ?? lastCall?.Error) is { } error)
            line["error"] = new JsonObject { ["kind"] = "error", ["message"] = error };
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

    /// <summary>A step, with the texts of another one if it has none itself.</summary>
    private static ForeignStep Over(ForeignStep step, ForeignStep? other) =>
        step with
        {
            Input = Kept(step.Input) ?? other?.Input,
            Output = Kept(step.Output) ?? other?.Output,
        };

    /// <summary>A copy that outlives its record. Exports write an empty text for a missing value.</summary>
    private static JsonElement? Kept(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && text.ValueEquals("") ? null : value?.Clone();

    private static JsonNode? Whole(double? number) => number is { } n ? (long)n : null;
}
