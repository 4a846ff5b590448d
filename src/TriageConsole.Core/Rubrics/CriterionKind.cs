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
