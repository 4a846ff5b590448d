using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>One evaluator of a set, its settings checked.</summary>
/// <param name="Key">Names it in results; lower-case letters, digits and <c>_ . -</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Name">For people.</param>
/// <param name="Counts">Whether it decides if an output passes; else it is shown only.</param>
/// <param name="Settings">By the kind's fields: text, double, bool, a list of texts, or a JsonElement. Those not set are not in it.</param>
public sealed record Evaluator(string Key, EvaluatorKind Kind, string Name, bool Counts, IReadOnlyDictionary<string, object> Settings)
{
    /// <summary>A program of the server's.</summary>
    public const string CommandKind = "command";

    /// <summary>A language model.</summary>
    public const string JudgeKind = "judge";

    /// <summary>The setting, or its default; empty where it has none.</summary>
    public string Text(string name) => Value(name) as string ?? "";

    /// <summary>The setting, or its default.</summary>
    public double? Number(string name) => Value(name) as double?;

    /// <summary>The setting, or its default.</summary>
    public bool Flag(string name) => Value(name) is true;

    /// <summary>The setting; empty where it is not set.</summary>
    public IReadOnlyList<string> Texts(string name) => Value(name) as IReadOnlyList<string> ?? [];

    internal double Share(string name) => Number(name) ?? throw new InvalidOperationException($"The evaluator {Key} has no {name}.");

    private object? Value(string name) => Settings.GetValueOrDefault(name) ?? Kind.Find(name)?.Default;
}

/// <summary>How the outputs of a workflow are judged.</summary>
/// <param name="Evaluators">In the order they are shown.</param>
public sealed record EvaluatorSetDefinition(IReadOnlyList<Evaluator> Evaluators)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidOperationException">It is not a set that was checked before.</exception>
    public static EvaluatorSetDefinition FromStored(string json) =>
        EvaluatorParser.Parse(json, isStored: true).Definition
        ?? throw new InvalidOperationException("A stored set of evaluators cannot be read.");

    /// <summary>The JSON that <see cref="EvaluatorParser"/> reads back to an equal set. What is at its default is left out.</summary>
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
