namespace TriageConsole.Core.Evaluation;

/// <summary>The type of a setting.</summary>
public enum EvaluatorFieldType
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Text of several lines.</summary>
    LongText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of <see cref="EvaluatorField.Choices"/>.</summary>
    Choice,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A regular expression.</summary>
    Pattern,

    /// <summary>A list of regular expressions.</summary>
    Patterns,

    /// <summary>A JSON Schema, see <see cref="JsonSchemaCheck"/>.</summary>
    Schema,
}
