using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>The evaluators of a workflow.</summary>
/// <param name="Evaluators">The evaluators in display order.</param>
public sealed record EvaluatorSetDefinition(IReadOnlyList<Evaluator> Evaluators)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="InvalidOperationException">It is not the JSON of a valid set.</exception>
    public static EvaluatorSetDefinition FromStored(string json) =>
        EvaluatorParser.Parse(json, isStored: true).Definition
        ?? throw new InvalidOperationException("A stored set of evaluators cannot be read.");

    /// <summary>JSON that <see cref="EvaluatorParser"/> parses to an equal set. Default values are omitted.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("evaluators");
            foreach (var evaluator in Evaluators)
                Write(writer, evaluator);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, Evaluator evaluator)
    {
        writer.WriteStartObject();
        writer.WriteString("key", evaluator.Key);
        writer.WriteString("kind", evaluator.Kind.Name);
        if (evaluator.Name != evaluator.Kind.Label)
            writer.WriteString("name", evaluator.Name);
        if (!evaluator.Counts)
            writer.WriteBoolean("counts", false);
        foreach (var field in evaluator.Kind.Fields)
        {
            if (!evaluator.Settings.TryGetValue(field.Name, out var value) || value.Equals(field.Default))
                continue;
            writer.WritePropertyName(field.Name);
            JsonSerializer.Serialize(writer, value);
        }

        writer.WriteEndObject();
    }
}
