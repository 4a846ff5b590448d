using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>An evaluator in the form: the field texts, valid or not.</summary>
public sealed class EvaluatorEdit
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Stays the same when position and key change.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public string Key { get; set; } = "";

    public required EvaluatorKind Kind { get; init; }

    public string Name { get; set; } = "";

    public bool Counts { get; set; } = true;

    /// <summary>By field. Lists have one entry per line, flags are "true" or "false". Empty: not set.</summary>
    public Dictionary<string, string> Values { get; } = [];

    public string this[string field]
    {
        get => Values.GetValueOrDefault(field, "");
        set => Values[field] = value;
    }

    public static List<EvaluatorEdit> Of(EvaluatorSetDefinition set) => [.. set.Evaluators.Select(Of)];

    /// <summary>
    /// The JSON for the parser. A text that is not a valid number or JSON stays as it is, so that the parser reports it for its field.
    /// </summary>
    public static string ToJson(IEnumerable<EvaluatorEdit> edits) =>
        new JsonObject { ["evaluators"] = new JsonArray([.. edits.Select(e => e.ToNode())]) }.ToJsonString(Indented);

    private static EvaluatorEdit Of(Evaluator e)
    {
        var edit = new EvaluatorEdit
        {
            Key = e.Key,
            Kind = e.Kind,
            Name = e.Name == e.Kind.Label ? "" : e.Name,
            Counts = e.Counts,
        };
        foreach (var (field, value) in e.Settings)
            edit[field] = value switch
            {
                double number => number.ToString("R", CultureInfo.InvariantCulture),
                bool flag => flag ? "true" : "false",
                IReadOnlyList<string> texts => string.Join('\n', texts),
                JsonElement schema => JsonSerializer.Serialize(schema, Indented),
                _ => (string)value,
            };
        return edit;
    }

    private JsonObject ToNode()
    {
        var node = new JsonObject { ["key"] = Key, ["kind"] = Kind.Name };
        if (Name.Trim().Length > 0)
            node["name"] = Name;
        if (!Counts)
            node["counts"] = false;
        foreach (var field in Kind.Fields)
            if (this[field.Name] is { Length: > 0 } text && ToNode(field, text) is { } value)
                node[field.Name] = value;
        return node;
    }

    private static JsonNode? ToNode(EvaluatorField field, string text)
    {
        switch (field.Type)
        {
            case EvaluatorFieldType.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? JsonValue.Create(number)
                    : JsonValue.Create(text);
            case EvaluatorFieldType.Flag:
                return JsonValue.Create(text == "true");
            case EvaluatorFieldType.Texts or EvaluatorFieldType.Patterns:
                return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } lines
                    ? new JsonArray([.. lines.Select(l => JsonValue.Create(l))])
                    : null;
            case EvaluatorFieldType.Schema:
                try
                {
                    return JsonNode.Parse(text);
                }
                catch (JsonException)
                {
                    return JsonValue.Create(text);
                }

            default:
                return JsonValue.Create(text);
        }
    }
}
