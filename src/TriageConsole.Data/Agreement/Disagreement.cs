namespace TriageConsole.Data.Agreement;

/// <summary>An interaction whose labelers differ, or whose consensus is uncertain.</summary>
public sealed class Disagreement
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DisagreementState State { get; set; }

    /// <summary>
    /// The uncertainty of the consensus, 0 to 1: one minus the probability of the most likely answer, for the most uncertain question.
    /// </summary>
    public double Severity { get; set; }

    public int Labelers { get; set; }

    /// <summary>The keys of the disputed questions, one per line.</summary>
    public required string Questions { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
