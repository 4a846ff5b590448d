namespace TriageConsole.Data.Workflows;

/// <summary>
/// Counts of a workflow, kept and not counted, in shards so that parallel labelers and batches do not queue for one row.
/// A workflow's figure is the sum of its shards.
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
