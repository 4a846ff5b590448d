using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Phoenix: spans (<c>GET /v1/projects/…/spans</c>, or rows of a span data frame as JSON) and span annotations (<c>span_annotations</c>). A
/// trace is one interaction.
/// </summary>
internal sealed class PhoenixExport(ForeignOptions options) : ForeignFormat
{
    private readonly ForeignTraces traces = new("phoenix", options.Workflow);
    private readonly Dictionary<string, string> traceOfSpan = new(StringComparer.Ordinal);
    private readonly List<(string Span, JsonObject Line)> waiting = [];

    public override void Read(JsonElement record, Conversion lines)
    {
        if (record.Text("annotator_kind") is { } kind && record.Text("span_id") is { } span)
            ReadAnnotation(record, kind, span, lines);
        else if (record.Text("context.trace_id", "trace_id") is { } trace)
            ReadSpan(record, trace, lines);
        else
            lines.Skip("unknown_record");
    }

    public override void End(Conversion lines)
    {
        foreach (var (span, line) in waiting)
            if (traceOfSpan.TryGetValue(span, out var trace))
            {
                line["trace_id"] = trace;
                lines.Add(line);
            }
            else
            {
                lines.Skip("annotation_of_an_unknown_span");
            }

        traces.End(lines);
    }

    private void ReadSpan(JsonElement record, string traceId, Conversion lines)
    {
        var trace = traces.Of(traceId, lines);
        trace.Steps++;
        if (record.Text("context.span_id", "span_id") is { } spanId)
            traceOfSpan[spanId] = traceId;
        trace.UserId = Attribute(record, "user.id") ?? trace.UserId;
        trace.SessionId = Attribute(record, "session.id") ?? trace.SessionId;
        var step = new ForeignStep(
            record.Time("start_time"),
            record.Time("end_time"),
            Find(record, "input.value"),
            Find(record, "output.value"),
            record.Text("status_code") == "ERROR" ? record.Text("status_message") ?? "error" : null
        );
        if (record.Text("parent_id") is null && trace.SetRoot(step))
        {
            trace.Name = record.Text("name");
            trace.Start = record.Text("start_time");
            trace.LatencyMs = (step.End - step.Start)?.TotalMilliseconds;
            if (Find(record, "metadata") is { } metadata && JsonFields.Opened(metadata) is { ValueKind: JsonValueKind.Object } opened)
                trace.Metadata = JsonFields.Node(opened);
        }

        for (var n = 0; Attribute(record, $"retrieval.documents.{n}.document.id") is { } document; n++)
            trace.DocumentIds.Add(document);
        if (Attribute(record, "llm.model_name") is { } model)
            ReadCall(record, model, step, trace);
    }

    private static void ReadCall(JsonElement record, string model, ForeignStep step, ForeignTrace trace)
    {
        var isLast = trace.AddCall(step, Number(record, "llm.token_count.prompt"), Number(record, "llm.token_count.completion"));
        trace.AddCost(Number(record, "llm.cost.total"));
        var prompt = Attribute(record, "llm.prompt_template.version");
        var parameters = Find(record, "llm.invocation_parameters") is { } sent
            ? JsonFields.Node(JsonFields.Opened(sent)) as JsonObject
            : null;
        trace.ModelId = isLast ? model : trace.ModelId;
        trace.PromptVersion = isLast ? prompt ?? trace.PromptVersion : trace.PromptVersion ?? prompt;
        trace.Parameters = isLast ? parameters ?? trace.Parameters : trace.Parameters ?? parameters;
    }

    /// <summary>People who annotate in Phoenix are experts; what its API received from people is feedback of users.</summary>
    private void ReadAnnotation(JsonElement record, string kind, string span, Conversion lines)
    {
        var line = new JsonObject { ["kind"] = "feedback" };
        line.Put("id", record.Text("id"));
        line.Put("name", record.Text("name"));
        line.Put(
            "feedback_type",
            kind switch
            {
                "HUMAN" => record.Text("source") == "API" ? "explicit" : "human",
                _ => "system",
            }
        );
        var (score, label) = (record.Number("result.score"), record.Text("result.label"));
        line.Put("value", score is { } number ? JsonValue.Create(number) : label);
        var explanation = record.Text("result.explanation");
        line.Put("comment", score is not null && label is not null ? $"[{label}] {explanation}".TrimEnd() : explanation);
        line.Put("user_id", record.Text("user_id"));
        line.Put("timestamp", record.Text("updated_at", "created_at"));
        if (traceOfSpan.TryGetValue(span, out var trace))
        {
            line["trace_id"] = trace;
            lines.Add(line);
        }
        else
        {
            waiting.Add((span, line));
        }
    }

    /// <summary>Attributes are an object with dotted or nested names, or columns <c>attributes.NAME</c>.</summary>
    private static JsonElement? Find(JsonElement record, string name) =>
        (record.Find("attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.Find(name) : null)
        ?? record.Find("attributes." + name);

    private static string? Attribute(JsonElement record, string name) => Find(record, name) is { } value ? JsonFields.AsText(value) : null;

    private static double? Number(JsonElement record, string name) =>
        Find(record, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
