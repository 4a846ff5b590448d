namespace TriageConsole.Data.Triage;

/// <summary>An interaction that waits for experts' labels, with as many slots as labels are wanted.</summary>
public sealed class QueueItem
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public QueueSource Source { get; set; }

    public double Priority { get; set; }

    /// <summary>In words, with the numbers: why the item is where it is.</summary>
    public required string Reason { get; set; }

    /// <summary>Slots nobody holds. The queue is the items where this is above zero.</summary>
    public int OpenSlots { get; set; }

    /// <summary>Labels wanted in all.</summary>
    public int Slots { get; set; }

    /// <summary>Labels given.</summary>
    public int LabelsDone { get; set; }

    /// <summary>The probability with which the draw took this item, 0..1: what unbiased estimates divide by.</summary>
    public double InclusionProbability { get; set; } = 1;

    /// <summary>
    /// Of the two samples: the share of all traffic drawn into the audit sample when the interaction came, 0..1; null for other sources.
    /// </summary>
    public double? AuditProbability { get; set; }

    /// <summary>The draw that took a prioritized item; null where it was taken for certain.</summary>
    public long? SamplingRoundId { get; set; }

    public DateTimeOffset? DroppedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
