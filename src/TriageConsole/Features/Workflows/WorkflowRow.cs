namespace TriageConsole.Features.Workflows;

public sealed record WorkflowRow(WorkflowRef Workflow, string? OutcomeMetric, string? OwnerName, WorkflowCounts Counts);
