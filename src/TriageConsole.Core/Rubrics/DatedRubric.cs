namespace TriageConsole.Core.Rubrics;

/// <summary>A published version of a rubric.</summary>
public sealed record DatedRubric(long VersionId, DateTimeOffset PublishedAt, RubricDefinition Definition);
