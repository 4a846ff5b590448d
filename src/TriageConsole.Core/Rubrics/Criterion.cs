using System.Text.Json.Serialization;

namespace TriageConsole.Core.Rubrics;

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

    /// <summary>Whether it is answered for the whole interaction or for each message.</summary>
    public CriterionScope Scope { get; init; }

    /// <summary>
    /// The message that this question is about, in the questions for one conversation; see <see cref="TurnCriteria.ForMessages"/>.
    /// </summary>
    [JsonIgnore]
    public int? Message { get; init; }

    /// <summary>The question in messages to people; with the number of the message if it is about one.</summary>
    [JsonIgnore]
    public string Title => Message is null ? Label : $"{Label} (message {AnswerKey.TurnOf(Message)})";

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
