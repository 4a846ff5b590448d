using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>A workflow as the list of dashboards shows it.</summary>
public sealed record OutcomeListRow(WorkflowRef Workflow, string? Metric, long Interactions, bool MayOpen);
