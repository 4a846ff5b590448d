using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Label Studio: tasks with annotations of its JSON export. The task needs the trace id in its data. Choices, ratings, numbers and texts
/// become labels; regions of images and spans of texts have no place here.
/// </summary>
internal sealed class LabelStudioExport(ForeignOptions options) : ForeignFormat
{
    public override bool IsLabels => true;

    public override void Read(JsonElement record, Conversion lines)
    {
        if (record.Find("annotations", "completions") is not { ValueKind: JsonValueKind.Array } annotations)
        {
            lines.Skip("task_without_annotations");
            return;
        }

        if (record.Text($"data.{options.TraceField}", $"meta.{options.TraceField}") is not { } trace)
        {
            lines.Skip($"task_without_{options.TraceField}");
            return;
        }

        foreach (var annotation in annotations.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object))
            ReadAnnotation(annotation, trace, lines);
    }

    private static void ReadAnnotation(JsonElement annotation, string trace, Conversion lines)
    {
        if (annotation.Find("was_cancelled") is { ValueKind: JsonValueKind.True })
        {
            lines.Skip("skipped_by_the_annotator");
            return;
        }

        if (annotation.Find("result") is not { ValueKind: JsonValueKind.Array } results)
            return;
        foreach (var result in results.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object))
        {
            var type = result.Text("type") ?? "unknown";
            if (ValueOf(result) is not { } value)
            {
                lines.Skip($"result_of_type_{type}");
                continue;
            }

            var line = new JsonObject { ["trace_id"] = trace, ["labeler_id"] = Labeler(annotation) };
            line.Put("rubric_key", result.Text("from_name"));
            line["value"] = value;
            lines.Add(line);
        }
    }

    /// <summary>The value of a control: one choice is a word, several are a list.</summary>
    private static JsonNode? ValueOf(JsonElement result) =>
        result.Text("type") switch
        {
            "choices" => Choices(result.Find("value.choices")),
            "rating" => JsonFields.Node(result.Find("value.rating")),
            "number" => JsonFields.Node(result.Find("value.number")),
            "textarea" => result.Find("value.text") switch
            {
                { ValueKind: JsonValueKind.Array } texts => string.Join(
                    "\n",
                    texts.EnumerateArray().Select(JsonFields.AsText).OfType<string>()
                ),
                { } text => JsonFields.AsText(text),
                null => null,
            },
            _ => null,
        };

    private static JsonNode? Choices(JsonElement? choices) =>
        choices switch
        {
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 1 => JsonFields.Node(list[0]),
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 1 => JsonFields.Node(list),
            { ValueKind: JsonValueKind.String } one => JsonFields.Node(one),
            _ => null,
        };

    /// <summary>The person is an id, or an object with an e-mail address.</summary>
    private static string Labeler(JsonElement annotation) =>
        annotation.Text("completed_by.email") ?? $"label-studio:{annotation.Text("completed_by.id", "completed_by") ?? "unknown"}";
}
