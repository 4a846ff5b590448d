namespace TriageConsole.Data.Triage;

/// <summary>An interaction that needs experts' labels, with one slot per label.</summary>
public sealed class QueueItem
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public QueueSource Source { get; set; }

    public double Priority { get; set; }

    /// <summary>The reason for the item and its priority, in words and numbers.</summary>
    public required string Reason { get; set; }

    /// <summary>Slots without a lease or label. The queue contains the items where this is above zero.</summary>
    public int OpenSlots { get; set; }

    /// <summary>Number of labels that the item needs in total.</summary>
    public int Slots { get; set; }

    /// <summary>Number of labels so far.</summary>
    public int LabelsDone { get; set; }

    /// <summary>The probability that the sampling round selects this item, 0..1. Unbiased estimates divide by it.</summary>
    public double InclusionProbability { get; set; } = 1;

    /// <summary>
    /// For items of the two samples: the share of all traffic in the audit sample when the interaction arrived, 0..1. Null for other
    /// sources.
    /// </summary>
    public double? AuditProbability { get; set; }

    /// <summary>The sampling round of a prioritized item; null if it was selected with certainty.</summary>
    public long? SamplingRoundId { get; set; }

    /// <summary>
    /// The person to whom a lead assigned it. This person gets it before other items, and nobody else gets its last slot before this person
    /// has labeled or skipped it.
    /// </summary>
    public long? AssignedToId { get; set; }

    public DateTimeOffset? DroppedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
