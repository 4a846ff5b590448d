using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Argilla: records as <c>dataset.records.to_json()</c> writes them. Responses become labels of people, suggestions labels of judges. The
/// trace id is in the metadata or in the fields of the record, or is its id. Rankings and spans have no place here.
/// </summary>
internal sealed class ArgillaExport(ForeignOptions options) : ForeignFormat
{
    public override bool IsLabels => true;

    public override void Read(JsonElement record, Conversion lines)
    {
        if (record.Text($"metadata.{options.TraceField}", $"fields.{options.TraceField}", "id") is not { } trace)
        {
            lines.Skip("record_without_id");
            return;
        }

        if (record.Find("responses") is { ValueKind: JsonValueKind.Object } responses)
            foreach (var question in responses.EnumerateObject().Where(q => q.Value.ValueKind == JsonValueKind.Array))
            foreach (var response in question.Value.EnumerateArray())
                Add(lines, trace, question.Name, response, $"argilla:{response.Text("user_id") ?? "unknown"}");
        if (record.Find("suggestions") is { ValueKind: JsonValueKind.Object } suggestions)
            foreach (var suggestion in suggestions.EnumerateObject())
                Add(lines, trace, suggestion.Name, suggestion.Value, $"llm:{suggestion.Value.Text("agent") ?? "argilla"}");
    }

    private static void Add(Conversion lines, string trace, string question, JsonElement answer, string labeler)
    {
        if (answer.Find("value") is not { } value)
            return;
        // A list of objects is a ranking or spans; a list of words is a multiple choice.
        if (
            value.ValueKind == JsonValueKind.Object
            || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Object))
        )
        {
            lines.Skip("ranking_or_spans");
            return;
        }

        lines.Add(
            new JsonObject
            {
                ["trace_id"] = trace,
                ["labeler_id"] = labeler,
                ["rubric_key"] = question,
                ["value"] = JsonFields.Node(value),
            }
        );
    }
}
