namespace TriageConsole.Features.Workflows;

/// <summary>In which order a list of workflows stands; then by tenant and name.</summary>
public enum WorkflowOrder
{
    Name,
    UnconfiguredFirst,
    OpenSlots,
    Interactions,
}
