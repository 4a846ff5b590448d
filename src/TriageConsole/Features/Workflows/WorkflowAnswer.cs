namespace TriageConsole.Features.Workflows;

/// <summary>A workflow as the API gives it, with its kept counts.</summary>
public sealed record WorkflowAnswer(
    string Key,
    string Name,
    bool Configured,
    string? OutcomeMetric,
    string? OutcomeUnit,
    string OutcomeDirection,
    WorkflowCounts Counts
);
