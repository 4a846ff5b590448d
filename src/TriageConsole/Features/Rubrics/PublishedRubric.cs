using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>A published rubric version for labeling and pages.</summary>
public sealed record PublishedRubric(long VersionId, int Number, string Name, RubricDefinition Definition);
