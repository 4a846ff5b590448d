using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>A workflow in the list of dashboards.</summary>
public sealed record OutcomeListRow(WorkflowRef Workflow, string? Metric, long Interactions, bool MayOpen);
