using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Data from the open-ended parts of an interaction: attributes in which failures can concentrate, and facts that have their own column.
/// </summary>
/// <param name="Attributes">
/// JSON object: <c>c</c> name → text, <c>n</c> name → number, <c>d</c> retrieved documents, <c>t</c> called tools. Empty ones are omitted.
/// </param>
/// <param name="ServedModel">The model that responded to most calls, if the metadata contain it.</param>
/// <param name="TimeIsReal">False if <c>metadata.timestamp_source</c> says that the time is a placeholder or synthetic.</param>
/// <param name="Cost">Cost of the interaction, in <paramref name="Currency"/>.</param>
/// <param name="Currency">Three upper-case letters.</param>
public sealed record InteractionTraits(string Attributes, string? ServedModel, bool TimeIsReal, double? Cost, string? Currency)
{
    /// <summary>Maximum length of an attribute value. Longer values are texts and not attributes.</summary>
    public const int MaxWord = 100;

    private const int MaxWords = 40;
    private const int MaxListed = 20;

    /// <summary>Reads the context that the reader composed (parameters, input_stats, retrieval_ids, metadata), and the messages.</summary>
    /// <param name="context">JSON object, or null.</param>
    /// <param name="messages">JSON array of messages, UTF-8, or null.</param>
    /// <param name="inputLength">Length of the input in characters; used if <c>input_stats.length</c> is missing.</param>
    public static InteractionTraits Read(string? context, ReadOnlyMemory<byte>? messages, int? inputLength)
    {
        var found = new Found();
        if (context is not null)
        {
            using var document = JsonDocument.Parse(context, SafeJson.Composed);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                foreach (var part in document.RootElement.EnumerateObject())
                    found.Take(part);
        }

        if (inputLength is { } length)
            found.Numbers.TryAdd("length", length);
        if (messages is { } conversation)
            found.Tools.UnionWith(ToolNames.In(conversation));
        return new InteractionTraits(ComposedJson.Write(found.Write), found.ServedModel, found.TimeIsReal, found.Cost, found.Currency);
    }

    private sealed class Found
    {
        private readonly SortedDictionary<string, string> words = new(StringComparer.Ordinal);
        private readonly SortedSet<string> documents = new(StringComparer.Ordinal);

        public SortedDictionary<string, double> Numbers { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Tools { get; } = new(StringComparer.Ordinal);

        public string? ServedModel { get; private set; }

        public bool TimeIsReal { get; private set; } = true;

        public double? Cost { get; private set; }

        public string? Currency { get; private set; }

        public void Take(JsonProperty part)
        {
            var of = SafeJson.Name(part);
            if (of == "retrieval_ids" && part.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var id in part.Value.EnumerateArray().Take(MaxListed))
                    if (Word(id) is { } word)
                        documents.Add(word);
            }
            else if (part.Value.ValueKind == JsonValueKind.Object && of is "metadata" or "parameters" or "input_stats")
            {
                foreach (var property in part.Value.EnumerateObject())
                {
                    if (SafeJson.Name(property) is not { } name)
                        continue;
                    if (of == "metadata" && name == "steps")
                        TakeTools(property.Value);
                    else if (of != "metadata" || !TakeFact(name, property.Value))
                        TakeValue(of == "parameters" ? "parameter " + name : name, property.Value);
                }
            }
        }

        /// <summary>The tools that the steps of a trace called.</summary>
        private void TakeTools(JsonElement steps)
        {
            if (steps.ValueKind != JsonValueKind.Array)
                return;
            foreach (var step in steps.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object))
                if (Tools.Count < MaxListed && SafeJson.Find(step, "tool") is { } tool && Word(tool) is { } word)
                    Tools.Add(word);
        }

        /// <summary>Whether the property has a meaning of its own and is not an attribute.</summary>
        private bool TakeFact(string name, JsonElement value)
        {
            switch (name)
            {
                case "timestamp_source":
                    TimeIsReal =
                        Word(value) is not { } source
                        || !(
                            source.Contains("synthetic", StringComparison.OrdinalIgnoreCase)
                            || source.Contains("placeholder", StringComparison.OrdinalIgnoreCase)
                        );
                    return false;
                case "served_models":
                    ServedModel = Served(value);
                    return true;
                case "currency":
                    Currency ??= Iso(Word(value));
                    return false;
                default:
                    return (name == "cost" || name.Contains("cost_", StringComparison.Ordinal)) && TakeCost(name, value);
            }
        }

        private bool TakeCost(string name, JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var cost) || cost is not (>= 0 and <= EventBounds.Cost))
                return true;
            Cost = cost;
            if (name.LastIndexOf('_') is var cut and >= 0)
                Currency = Iso(name[(cut + 1)..]) ?? Currency;
            return true;
        }

        private void TakeValue(string name, JsonElement value)
        {
            if (name.Length is 0 or > MaxWord || words.Count + Numbers.Count >= MaxWords)
                return;
            if (value.ValueKind == JsonValueKind.Number)
            {
                if (value.TryGetDouble(out var number) && EventBounds.Holds(number, EventBounds.Number))
                    Numbers[name] = number;
            }
            else if (Word(value) is { } word)
            {
                words[name] = word;
            }
        }

        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            if (words.Count > 0)
            {
                writer.WriteStartObject("c");
                foreach (var (name, word) in words)
                    writer.WriteString(name, word);
                writer.WriteEndObject();
            }

            if (Numbers.Count > 0)
            {
                writer.WriteStartObject("n");
                foreach (var (name, number) in Numbers)
                    writer.WriteNumber(name, number);
                writer.WriteEndObject();
            }

            WriteList(writer, "d", documents);
            WriteList(writer, "t", Tools);
            writer.WriteEndObject();
        }

        private static void WriteList(Utf8JsonWriter writer, string name, SortedSet<string> values)
        {
            if (values.Count == 0)
                return;
            writer.WriteStartArray(name);
            foreach (var value in values)
                writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        private static string? Iso(string? word) => word is { Length: 3 } && word.All(char.IsAsciiLetter) ? word.ToUpperInvariant() : null;
    }

    /// <summary>The model with most calls, from <c>{"model": calls}</c>.</summary>
    private static string? Served(JsonElement models) =>
        models.ValueKind != JsonValueKind.Object
            ? null
            : models
                .EnumerateObject()
                .Where(m => m.Value.ValueKind == JsonValueKind.Number)
                .Select(m => (Name: SafeJson.Name(m)?.TrimEnd(), Calls: m.Value.GetDouble()))
                .Where(m => m.Name is { Length: > 0 and <= EventReader.MaxKeyChars })
                .OrderByDescending(m => m.Calls)
                .ThenBy(m => m.Name, StringComparer.Ordinal)
                .Select(m => m.Name)
                .FirstOrDefault();

    private static string? Word(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when Clean(value) is { Length: > 0 and <= MaxWord } word => word,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number.ToString(
                "R",
                CultureInfo.InvariantCulture
            ),
            _ => null,
        };

    /// <summary>The trimmed text; null if it cannot be decoded.</summary>
    private static string? Clean(JsonElement value) => SafeJson.Text(value)?.Trim();
}
