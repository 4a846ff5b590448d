namespace TriageConsole.Core.Evaluation;

/// <summary>One setting of a kind of evaluator. The parser, the form and the documentation use it.</summary>
/// <param name="Name">Name in JSON, snake_case.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Label">Label of the field in the form.</param>
public sealed record EvaluatorField(string Name, EvaluatorFieldType Type, string Label)
{
    /// <summary>Help text below the field in the form.</summary>
    public string? Help { get; init; }

    /// <summary>Whether a value is required.</summary>
    public bool Required { get; init; }

    /// <summary>The value if none is set: a text, a number or a flag; null for no value.</summary>
    public object? Default { get; init; }

    /// <summary>For numbers: the minimum.</summary>
    public double? Min { get; init; }

    /// <summary>For numbers: the maximum.</summary>
    public double? Max { get; init; }

    /// <summary>For choices and texts: the valid values.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
