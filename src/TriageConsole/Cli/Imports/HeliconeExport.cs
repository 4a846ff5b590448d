using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Helicone: requests as its export tool writes them (<c>npx @helicone/export --include-body</c>, JSON or JSONL), which are rows of its
/// query API. A request is one interaction.
/// </summary>
internal sealed class HeliconeExport(ForeignOptions options) : ForeignFormat
{
    public override void Read(JsonElement record, Conversion lines)
    {
        if (record.Text("request_id", "response_id") is not { } id)
        {
            lines.Skip("unknown_record");
            return;
        }

        lines.Add(Interaction(record, id));
        if (record.Find("feedback_rating", "feedback.rating") is { ValueKind: JsonValueKind.True or JsonValueKind.False } rating)
            lines.Add(Signal(id, "helicone-rating", "explicit", "thumbs", rating.ValueKind == JsonValueKind.True ? "up" : "down"));
        if (record.Find("scores") is not { ValueKind: JsonValueKind.Object } scores)
            return;
        foreach (var score in scores.EnumerateObject())
            if (Score(score.Value) is { } value)
                lines.Add(Signal(id, $"helicone-{score.Name}", "system", score.Name, value));
    }

    private JsonObject Interaction(JsonElement record, string id)
    {
        var properties = record.Find("request_properties", "properties");
        var session = properties?.Text("Helicone-Session-Id");
        var request = record.Find("request_body");
        var output = ChatTexts.Output(record.Find("response_body"));
        var model = record.Text("response_model", "model", "request_model") ?? record.Text("request_body.model");
        var line = new JsonObject { ["trace_id"] = id };
        line.Put("task_type", options.Workflow ?? properties?.Text("Helicone-Session-Name") ?? "helicone");
        line.Put("task_id", session ?? id);
        line.Put("session_id", session);
        line.Put("user_id", record.Text("request_user_id"));
        line.Put("country", record.Text("country_code"));
        line.Put("model_version", model);
        line.Put("model_id", record.Text("request_model") ?? record.Text("request_body.model") ?? model);
        line.Put("served_model", record.Text("response_model"));
        line.Put("prompt_version", record.Text("prompt_version"));
        line.Put("timestamp", record.Text("request_created_at"));
        line.Put("input", ChatTexts.Input(request));
        line.Put("output", output);
        line.Put("messages", ChatTexts.Conversation(request, output));
        line.Put("output_id", record.Text("response_body.id"));
        line.Put("output_tokens", record.Number("completion_tokens") is { } tokens ? (long)tokens : null);
        line.Put("client_latency_ms", record.Number("delay_ms", "latency"));
        if (record.Number("response_status") is { } status and not (>= 200 and < 300))
            line["error"] = new JsonObject { ["kind"] = $"http_{status:0}" };
        var metadata = JsonFields.Node(properties) as JsonObject ?? [];
        metadata["imported_from"] = "helicone";
        metadata.Put("provider", record.Text("provider"));
        metadata.Put("cost", record.Number("cost"));
        metadata.Put("time_to_first_token_ms", record.Number("time_to_first_token"));
        line["metadata"] = metadata;
        return line;
    }

    private static JsonNode? Score(JsonElement score) =>
        score.ValueKind switch
        {
            JsonValueKind.Number => score.GetDouble(),
            JsonValueKind.Object => score.Find("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null,
            _ => null,
        };

    private static JsonObject Signal(string trace, string id, string type, string name, JsonNode value) =>
        new()
        {
            ["kind"] = "feedback",
            ["trace_id"] = trace,
            ["id"] = Core.Texts.Key(id, 100),
            ["feedback_type"] = type,
            ["name"] = name,
            ["value"] = value,
        };
}
