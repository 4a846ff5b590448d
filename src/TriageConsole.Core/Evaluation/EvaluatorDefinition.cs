using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>One evaluator of a set, with valid settings.</summary>
/// <param name="Key">Identifies it in results; lower-case letters, digits and <c>_ . -</c>.</param>
/// <param name="Kind">The kind of check.</param>
/// <param name="Name">Display name.</param>
/// <param name="Counts">Whether it decides if an output passes; otherwise it is only shown.</param>
/// <param name="Settings">
/// Values by the fields of the kind: text, double, bool, a list of texts, or a JsonElement. Fields without a value are missing.
/// </param>
public sealed record Evaluator(string Key, EvaluatorKind Kind, string Name, bool Counts, IReadOnlyDictionary<string, object> Settings)
{
    /// <summary>A program that the admin of the server has configured.</summary>
    public const string CommandKind = "command";

    /// <summary>A language model.</summary>
    public const string JudgeKind = "judge";

    /// <summary>The setting or its default; empty if there is none.</summary>
    public string Text(string name) => Value(name) as string ?? "";

    /// <summary>The setting or its default.</summary>
    public double? Number(string name) => Value(name) as double?;

    /// <summary>The setting or its default.</summary>
    public bool Flag(string name) => Value(name) is true;

    /// <summary>The setting; empty if it has no value.</summary>
    public IReadOnlyList<string> Texts(string name) => Value(name) as IReadOnlyList<string> ?? [];

    internal double Share(string name) => Number(name) ?? throw new InvalidOperationException($"The evaluator {Key} has no {name}.");

    private object? Value(string name) => Settings.GetValueOrDefault(name) ?? Kind.Find(name)?.Default;
}

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
