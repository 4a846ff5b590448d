using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Rubrics;

/// <summary>The type of the answer; in JSON in snake_case (<c>yes_no</c>, <c>one_of</c> …).</summary>
public enum CriterionKind
{
    /// <summary>"yes" or "no".</summary>
    YesNo,

    /// <summary>The value of one option.</summary>
    OneOf,

    /// <summary>A JSON array of option values.</summary>
    ManyOf,

    /// <summary>A step of a scale; anchors describe its steps.</summary>
    Ordinal,

    /// <summary>A number between <see cref="Criterion.Min"/> and <see cref="Criterion.Max"/>.</summary>
    Number,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A JSON array of text spans of the response, each with a type; see <see cref="AnswerSpan"/>.</summary>
    Spans,

    /// <summary>The corrected response.</summary>
    Correction,

    /// <summary>"this", "other" or "tie": the response compared with an alternative one.</summary>
    Preference,
}

/// <summary>The questions for labelers. A published version is immutable.</summary>
/// <param name="Title">The title above the form.</param>
/// <param name="Instructions">What a labeler reads before the first item; can be empty.</param>
/// <param name="Criteria">The questions, in the order of the form.</param>
public sealed record RubricDefinition(string Title, string Instructions, IReadOnlyList<Criterion> Criteria)
{
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

/// <summary>One question of a rubric.</summary>
public sealed record Criterion
{
    /// <summary>
    /// Identifies the criterion in answers: lower-case letters, digits and <c>_ . -</c>. Do not reuse a key for another meaning.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The type of the answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required CriterionKind Kind { get; init; }

    /// <summary>The question that the labeler reads.</summary>
    public required string Label { get; init; }

    /// <summary>How to decide; shown below the question.</summary>
    public string? Help { get; init; }

    /// <summary>Whether an answer is required when the criterion is shown.</summary>
    public bool Required { get; init; }

    /// <summary>For one_of and many_of: the choices. For yes_no: at most "yes" and "no", to define which one marks a failure.</summary>
    public IReadOnlyList<CriterionOption> Options { get; init; } = [];

    /// <summary>For ordinal and number: the minimum.</summary>
    public double? Min { get; init; }

    /// <summary>For ordinal and number: the maximum.</summary>
    public double? Max { get; init; }

    /// <summary>For ordinal (default 1) and number (default: any value): valid values are min plus a multiple of the step.</summary>
    public double? Step { get; init; }

    /// <summary>For ordinal: descriptions of steps of the scale.</summary>
    public IReadOnlyList<ScaleAnchor> Anchors { get; init; } = [];

    /// <summary>For spans: the types of a text span.</summary>
    public IReadOnlyList<CriterionOption> SpanTypes { get; init; } = [];

    /// <summary>The condition on an earlier criterion; null if the criterion is always shown.</summary>
    public ShownIf? ShownIf { get; init; }

    /// <summary>The steps of an ordinal scale, ascending; empty for other kinds.</summary>
    public IEnumerable<double> ScaleSteps()
    {
        if (Kind != CriterionKind.Ordinal || Min is not { } min || Max is not { } max)
            yield break;
        var step = Step ?? 1;
        for (var i = 0; min + (i * step) <= max + 1e-9; i++)
            yield return min + (i * step);
    }
}

/// <summary>A choice.</summary>
/// <param name="Value">The stored value.</param>
/// <param name="Label">The displayed text.</param>
public sealed record CriterionOption(string Value, string Label)
{
    /// <summary>When to choose this option.</summary>
    public string? Help { get; init; }

    /// <summary>Whether this answer means that the interaction failed.</summary>
    public bool MarksFailure { get; init; }

    /// <summary>The severity of the failure, such as low, medium or high.</summary>
    public string? Severity { get; init; }

    /// <summary>The kind of the failure.</summary>
    public string? ErrorType { get; init; }
}

/// <summary>The description of a step of an ordinal scale.</summary>
/// <param name="Value">The step.</param>
/// <param name="Label">Its meaning.</param>
public sealed record ScaleAnchor([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Value, string Label)
{
    /// <summary>Whether this step means that the interaction failed.</summary>
    public bool MarksFailure { get; init; }
}

/// <summary>The condition under which a criterion is shown.</summary>
/// <param name="Criterion">Key of an earlier criterion.</param>
/// <param name="In">The answers under which this criterion is shown. For many_of, one of them is enough.</param>
public sealed record ShownIf(string Criterion, IReadOnlyList<string> In);
