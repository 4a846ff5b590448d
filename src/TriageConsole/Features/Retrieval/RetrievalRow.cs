namespace TriageConsole.Features.Retrieval;

/// <summary>An interaction without its texts.</summary>
internal sealed record RetrievalRow(
    long Id,
    string TraceId,
    string TaskId,
    string? InputHash,
    string? ConsentScope,
    bool IsWithdrawn,
    DateTimeOffset Timestamp,
    string? KnowledgeVersion,
    string? OutcomeMetric,
    double? OutcomeValue
);
