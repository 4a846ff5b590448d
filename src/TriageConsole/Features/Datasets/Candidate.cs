namespace TriageConsole.Features.Datasets;

/// <summary>A labeled interaction in the time of a build.</summary>
internal sealed record Candidate(
    long Id,
    string TraceId,
    string TaskId,
    string? InputHash,
    string? ConsentScope,
    string? Segment,
    string? Country,
    bool IsWithdrawn
);
