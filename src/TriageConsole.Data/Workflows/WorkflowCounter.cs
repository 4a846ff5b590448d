namespace TriageConsole.Data.Workflows;

/// <summary>
/// Stored counts of a workflow, in shards so that parallel labelers and batches do not wait for one row. The count of a workflow is the sum
/// of its shards.
/// </summary>
public sealed class WorkflowCounter
{
    public const int Shards = 16;

    public long WorkflowId { get; set; }

    public int Shard { get; set; }

    public long Interactions { get; set; }

    public long NeedsReview { get; set; }

    public long OpenSlots { get; set; }

    public long LeasedSlots { get; set; }

    public long Labels { get; set; }
}
