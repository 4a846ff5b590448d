using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>A published version as labeling and pages use it.</summary>
public sealed record PublishedRubric(long VersionId, int Number, string Name, RubricDefinition Definition);
