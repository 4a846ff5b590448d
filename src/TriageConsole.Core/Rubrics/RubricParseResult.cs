namespace TriageConsole.Core.Rubrics;

/// <summary>A parsed rubric, or its problems.</summary>
/// <param name="Definition">Null if there are problems.</param>
/// <param name="Problems">Each starts with its location, e.g. "criteria[2] \"severity\": min must be below max".</param>
public sealed record RubricParseResult(RubricDefinition? Definition, IReadOnlyList<string> Problems);
