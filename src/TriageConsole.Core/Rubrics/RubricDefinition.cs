using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Rubrics;

/// <summary>The questions for labelers. A published version is immutable.</summary>
/// <param name="Title">The title above the form.</param>
/// <param name="Instructions">What a labeler reads before the first item; can be empty.</param>
/// <param name="Criteria">The questions, in the order of the form.</param>
public sealed record RubricDefinition(string Title, string Instructions, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>Whose answers the form may suggest; none by default.</summary>
    public SuggestionPolicy Suggestions { get; init; }

    /// <summary>JSON options for rubrics: snake_case, enums as words, no default values.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The criterion with this key, or null.</summary>
    public Criterion? Find(string key) => Criteria.FirstOrDefault(c => c.Key == key);

    /// <summary>
    /// Parses the output of <see cref="ToJson"/>: a definition that was validated at publication, or created by an import.
    /// </summary>
    public static RubricDefinition FromStored(string json) =>
        JsonSerializer.Deserialize<RubricDefinition>(json, Json) ?? throw new JsonException("No rubric.");

    /// <summary>JSON that <see cref="RubricParser"/> parses to an equal definition.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
