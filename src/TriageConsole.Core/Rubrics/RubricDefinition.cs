using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Rubrics;

/// <summary>What a criterion asks for; in JSON in snake_case (<c>yes_no</c>, <c>one_of</c> …).</summary>
public enum CriterionKind
{
    /// <summary>"yes" or "no".</summary>
    YesNo,

    /// <summary>The value of one option.</summary>
    OneOf,

    /// <summary>A JSON array of option values.</summary>
    ManyOf,

    /// <summary>A whole step of a scale whose ends and steps are described by anchors.</summary>
    Ordinal,

    /// <summary>A number between <see cref="Criterion.Min"/> and <see cref="Criterion.Max"/>.</summary>
    Number,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A JSON array of marked and typed parts of the answer, see <see cref="AnswerSpan"/>.</summary>
    Spans,

    /// <summary>The answer as it should have been.</summary>
    Correction,

    /// <summary>"this", "other" or "tie": the answer against an alternative one.</summary>
    Preference,
}

/// <summary>The questions put to a labeler. Immutable once published.</summary>
/// <param name="Title">Its name, shown above the form.</param>
/// <param name="Instructions">What a labeler should know before the first item; may be empty.</param>
/// <param name="Criteria">The questions in the order they are asked.</param>
public sealed record RubricDefinition(string Title, string Instructions, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>How rubrics are written and read: snake_case, enums as words, nothing null.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The criterion of that key, or null.</summary>
    public Criterion? Find(string key) => Criteria.FirstOrDefault(c => c.Key == key);

    /// <summary>Reads what <see cref="ToJson"/> wrote: a definition that was checked when it was published, or made by an import.</summary>
    public static RubricDefinition FromStored(string json) =>
        JsonSerializer.Deserialize<RubricDefinition>(json, Json) ?? throw new JsonException("No rubric.");

    /// <summary>The JSON that <see cref="RubricParser"/> reads back to an equal definition.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One question of a rubric.</summary>
public sealed record Criterion
{
    /// <summary>Names the criterion in answers; lower-case letters, digits and <c>_ . -</c>; never reused for another meaning.</summary>
    public required string Key { get; init; }

    /// <summary>What it asks for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required CriterionKind Kind { get; init; }

    /// <summary>The question as the labeler reads it.</summary>
    public required string Label { get; init; }

    /// <summary>How to decide; shown below the question.</summary>
    public string? Help { get; init; }

    /// <summary>An answer must be given wherever the criterion is shown.</summary>
    public bool Required { get; init; }

    /// <summary>Of one_of and many_of: what can be chosen. Of yes_no: at most "yes" and "no", to say which one marks a failure.</summary>
    public IReadOnlyList<CriterionOption> Options { get; init; } = [];

    /// <summary>Of ordinal and number: the least value.</summary>
    public double? Min { get; init; }

    /// <summary>Of ordinal and number: the greatest value.</summary>
    public double? Max { get; init; }

    /// <summary>Of ordinal (default 1) and number (default any): values are min + a multiple of it.</summary>
    public double? Step { get; init; }

    /// <summary>Of ordinal: what steps of the scale mean.</summary>
    public IReadOnlyList<ScaleAnchor> Anchors { get; init; } = [];

    /// <summary>Of spans: what a marked part can be.</summary>
    public IReadOnlyList<CriterionOption> SpanTypes { get; init; } = [];

    /// <summary>Asked only where an earlier criterion has one of some answers; always where null.</summary>
    public ShownIf? ShownIf { get; init; }

    /// <summary>The steps of an ordinal scale, from the least; empty for other kinds.</summary>
    public IEnumerable<double> ScaleSteps()
    {
        if (Kind != CriterionKind.Ordinal || Min is not { } min || Max is not { } max)
            yield break;
        var step = Step ?? 1;
        for (var i = 0; min + (i * step) <= max + 1e-9; i++)
            yield return min + (i * step);
    }
}

/// <summary>Something that can be chosen.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What is shown.</param>
public sealed record CriterionOption(string Value, string Label)
{
    /// <summary>When to choose it.</summary>
    public string? Help { get; init; }

    /// <summary>Choosing it says that the interaction failed.</summary>
    public bool MarksFailure { get; init; }

    /// <summary>How bad that failure is, e.g. low, medium, high.</summary>
    public string? Severity { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public string? ErrorType { get; init; }
}

/// <summary>What a step of an ordinal scale means.</summary>
/// <param name="Value">The step.</param>
/// <param name="Label">Its meaning in words.</param>
public sealed record ScaleAnchor([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Value, string Label)
{
    /// <summary>This step says that the interaction failed.</summary>
    public bool MarksFailure { get; init; }
}

/// <summary>The condition under which a criterion is asked.</summary>
/// <param name="Criterion">Key of an earlier criterion.</param>
/// <param name="In">Its answers under which this one is shown; of a many_of, one of them suffices.</param>
public sealed record ShownIf(string Criterion, IReadOnlyList<string> In);
