using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Tables;

/// <summary>The table of a workflow on its page.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Columns">The columns that the latest interactions of the filter have.</param>
public sealed record TableView(WorkflowRef Workflow, IReadOnlyList<TableColumn> Columns);
