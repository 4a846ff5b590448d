namespace TriageConsole.Features.Workflows;

/// <summary>The stored counts of a workflow: the sum of its shards.</summary>
public sealed record WorkflowCounts(long Interactions, long NeedsReview, long OpenSlots, long LeasedSlots, long Labels)
{
    public static WorkflowCounts None { get; } = new(0, 0, 0, 0, 0);
}
