using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Workflows;

/// <summary>The page, filter and order of a list of workflows.</summary>
public sealed record WorkflowListQuery(
    string? Find = null,
    int Page = 1,
    int Size = Paging.Rows,
    WorkflowOrder Order = WorkflowOrder.Name,
    bool? Configured = null
);
