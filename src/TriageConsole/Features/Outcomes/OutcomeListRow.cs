using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>A workflow as the list of dashboards shows it.</summary>
public sealed record OutcomeListRow(WorkflowRef Workflow, string? Metric, long Interactions, bool MayOpen);
