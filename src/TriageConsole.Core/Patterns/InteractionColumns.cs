namespace TriageConsole.Core.Patterns;

/// <summary>The columns of an interaction in which failures can concentrate.</summary>
public readonly record struct InteractionColumns(
    string? ModelId,
    string ModelVersion,
    string? ServedModel,
    string? PromptVersion,
    string? Release,
    string? Deployment,
    string? KnowledgeVersion,
    string? Country,
    string? Segment,
    string? ErrorKind,
    string TaskId,
    double? LatencyMs
);
