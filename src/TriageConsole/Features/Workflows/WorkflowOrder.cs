namespace TriageConsole.Features.Workflows;

/// <summary>The order of a list of workflows. Ties are ordered by tenant and name.</summary>
public enum WorkflowOrder
{
    Name,
    UnconfiguredFirst,
    OpenSlots,
    Interactions,
}
