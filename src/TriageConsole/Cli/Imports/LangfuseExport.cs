using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Langfuse: files of the blob storage export (<c>observations_v2</c>, <c>scores</c>, and the older <c>traces</c> and <c>observations</c>),
/// and answers of its API and downloads of one trace, which have the same fields in camel case. A trace is one interaction.
/// </summary>
internal sealed class LangfuseExport(ForeignOptions options) : ForeignFormat
{
    private readonly ForeignTraces traces = new("langfuse", options.Workflow);

    public override void Read(JsonElement record, Conversion lines)
    {
        // A downloaded trace, alone or next to its lists.
        if (record.Find("trace") is { ValueKind: JsonValueKind.Object } trace)
            ReadTrace(trace, lines);
        if (
            record.Find("observations") is { ValueKind: JsonValueKind.Array }
            || record.Find("scores") is { ValueKind: JsonValueKind.Array }
        )
        {
            if (record.Text("id") is not null)
                ReadTrace(record, lines);
            ReadAll(record, "observations", lines, ReadObservation);
            ReadAll(record, "scores", lines, ReadScore);
            return;
        }

        if (record.Find("trace") is not null)
            return;
        if (record.Text("data_type", "dataType") is not null && record.Find("value", "string_value", "stringValue") is not null)
            ReadScore(record, lines);
        else if (record.Text("trace_id", "traceId") is not null)
            ReadObservation(record, lines);
        else if (record.Text("id") is not null && record.Text("timestamp") is not null)
            ReadTrace(record, lines);
        else
            lines.Skip("unknown_record");
    }

    public override void End(Conversion lines) => traces.End(lines);

    private static void ReadAll(JsonElement record, string name, Conversion lines, Action<JsonElement, Conversion> read)
    {
        if (record.Find(name) is { ValueKind: JsonValueKind.Array } list)
            foreach (var item in list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object))
                read(item, lines);
    }

    private void ReadTrace(JsonElement record, Conversion lines)
    {
        var trace = traces.Of(record.Text("id")!, lines);
        ReadContext(trace, record);
        if (Opened(record, "metadata") is JsonObject { Count: > 0 } metadata)
            trace.Metadata = metadata;
        trace.Name = record.Text("name") ?? trace.Name;
        trace.Start = record.Text("timestamp") ?? trace.Start;
        trace.SetOwn(record.Find("input"), record.Find("output"));
    }

    private void ReadObservation(JsonElement record, Conversion lines)
    {
        if (record.Text("trace_id", "traceId") is not { } id)
        {
            lines.Skip("observation_without_trace");
            return;
        }

        var trace = traces.Of(id, lines);
        trace.Steps++;
        ReadContext(trace, record);
        var step = new ForeignStep(
            record.Time("start_time", "startTime"),
            record.Time("end_time", "endTime"),
            record.Find("input"),
            record.Find("output"),
            record.Text("level") == "ERROR" ? record.Text("status_message", "statusMessage") ?? "error" : null
        );
        if (record.Text("parent_observation_id", "parentObservationId") is null && trace.SetRoot(step))
        {
            trace.Name = record.Text("trace_name", "traceName") ?? trace.Name ?? record.Text("name");
            trace.Start ??= record.Text("start_time", "startTime");
            trace.LatencyMs = record.Number("latency") * 1000 ?? trace.LatencyMs;
        }

        var (details, usage) = (Opened(record, "usage_details", "usageDetails"), Opened(record, "usage"));
        trace.AddCost(
            record.Number("total_cost", "totalCost", "calculatedTotalCost")
                ?? LangfuseUsage.Cost(Opened(record, "cost_details", "costDetails"), usage)
        );
        // An embedding names a model too, but it gives no response.
        if (record.Text("provided_model_name", "providedModelName", "model") is not { } model || record.Text("type") == "EMBEDDING")
            return;
        var isLast = trace.AddCall(
            step,
            LangfuseUsage.InputTokens(details) ?? LangfuseUsage.InputTokens(usage),
            LangfuseUsage.OutputTokens(details) ?? LangfuseUsage.OutputTokens(usage)
        );
        var parameters = Opened(record, "model_parameters", "modelParameters") as JsonObject;
        trace.ModelId = isLast ? model : trace.ModelId;
        trace.PromptVersion = isLast ? Prompt(record) ?? trace.PromptVersion : trace.PromptVersion ?? Prompt(record);
        trace.Parameters = isLast ? parameters ?? trace.Parameters : trace.Parameters ?? parameters;
    }

    private static JsonNode? Opened(JsonElement record, params ReadOnlySpan<string> names) =>
        record.Find(names) is { } value ? JsonFields.Node(JsonFields.Opened(value)) : null;

    private static string? Prompt(JsonElement record) =>
        record.Text("prompt_version", "promptVersion") is { } version
            ? record.Text("prompt_name", "promptName") is { } name
                ? $"{name}@{version}"
                : version
            : null;

    private static void ReadContext(ForeignTrace trace, JsonElement record)
    {
        trace.UserId = record.Text("user_id", "userId") ?? trace.UserId;
        trace.SessionId = record.Text("session_id", "sessionId") ?? trace.SessionId;
        trace.Release = record.Text("release") ?? trace.Release;
        if (record.Find("metadata") is { } metadata && JsonFields.Opened(metadata) is { ValueKind: JsonValueKind.Object } opened)
            trace.Metadata ??= JsonFields.Node(opened);
    }

    /// <summary>A score of the API is what an application sent; a human annotation and an evaluator have kinds of their own.</summary>
    private static void ReadScore(JsonElement record, Conversion lines)
    {
        if (record.Text("trace_id", "traceId") is not { } id)
        {
            lines.Skip("score_without_trace");
            return;
        }

        var line = new JsonObject { ["kind"] = "feedback", ["trace_id"] = id };
        line.Put("id", record.Text("id"));
        line.Put("name", record.Text("name"));
        line.Put(
            "feedback_type",
            record.Text("source") switch
            {
                "ANNOTATION" => "human",
                "EVAL" => "system",
                _ => "explicit",
            }
        );
        var text = record.Text("string_value", "stringValue");
        line.Put(
            "value",
            record.Text("data_type", "dataType") switch
            {
                "BOOLEAN" => record.Number("value") is > 0,
                "CATEGORICAL" or "TEXT" when text is not null => text,
                _ => record.Number("value"),
            }
        );
        line.Put("comment", record.Text("comment"));
        line.Put("timestamp", record.Text("timestamp"));
        lines.Add(line);
    }
}
