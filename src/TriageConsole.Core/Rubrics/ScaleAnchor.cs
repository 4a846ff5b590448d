using System.Text.Json.Serialization;

namespace TriageConsole.Core.Rubrics;

/// <summary>The description of a step of an ordinal scale.</summary>
/// <param name="Value">The step.</param>
/// <param name="Label">Its meaning.</param>
public sealed record ScaleAnchor([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Value, string Label)
{
    /// <summary>Whether this step means that the interaction failed.</summary>
    public bool MarksFailure { get; init; }
}
