namespace TriageConsole.Data.Labeling;

/// <summary>A lease of a slot by one labeler. One permanent row per labeler and item, so that no labeler gets an item twice.</summary>
public sealed class Assignment
{
    public long Id { get; set; }

    public long QueueItemId { get; set; }

    public long LabelerId { get; set; }

    public AssignmentState State { get; set; }

    /// <summary>Fencing token: increases with every new lease of this row. A submit must have the current one.</summary>
    public int Fence { get; set; }

    public DateTimeOffset LeasedAt { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
