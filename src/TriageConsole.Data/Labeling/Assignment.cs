namespace TriageConsole.Data.Labeling;

/// <summary>A slot of an item leased to one labeler. There is one row a labeler and item for ever: nobody gets an item twice.</summary>
public sealed class Assignment
{
    public long Id { get; set; }

    public long QueueItemId { get; set; }

    public long LabelerId { get; set; }

    public AssignmentState State { get; set; }

    /// <summary>Fencing token: counts up with every new lease of this row; a submit must carry the current one.</summary>
    public int Fence { get; set; }

    public DateTimeOffset LeasedAt { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? SkipReason { get; set; }

    public string? FlagNote { get; set; }

    public DateTimeOffset? FlaggedAt { get; set; }
}
