namespace TriageConsole.Core.Rubrics;

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
