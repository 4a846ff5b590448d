namespace TriageConsole.Features.Workflows;

/// <summary>A workflow in the API, with its stored counts.</summary>
public sealed record WorkflowAnswer(
    string Key,
    string Name,
    bool Configured,
    string? OutcomeMetric,
    string? OutcomeUnit,
    string OutcomeDirection,
    WorkflowCounts Counts
);
