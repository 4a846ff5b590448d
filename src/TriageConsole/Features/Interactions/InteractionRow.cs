namespace TriageConsole.Features.Interactions;

/// <summary>An interaction in a list.</summary>
public sealed record InteractionRow(
    long Id,
    string TraceId,
    string Workflow,
    string Tenant,
    string TaskId,
    DateTimeOffset Timestamp,
    string? UserId,
    string? SessionId,
    string? Segment,
    string? Country,
    string? ModelId,
    string ModelVersion,
    string? ServedModel,
    string? PromptVersion,
    string? DeploymentId,
    string? Release,
    string? KnowledgeVersion,
    string? ErrorKind,
    double? LatencyMs,
    string? OutcomeMetric,
    double? OutcomeValue,
    double Suspicion,
    bool NeedsReview,
    int LabelCount,
    string Preview,
    string? ErrorClass
);
