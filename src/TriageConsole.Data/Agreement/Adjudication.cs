namespace TriageConsole.Data.Agreement;

/// <summary>The decision of a lead on a disagreement. A later decision replaces it; earlier ones are kept.</summary>
public sealed class Adjudication
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    /// <summary>Counts the decisions of the interaction from 1. The unique number detects two concurrent decisions.</summary>
    public int Number { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>JSON object criterion → answer.</summary>
    public required string Answers { get; set; }

    public DisagreementCause Cause { get; set; }

    public string Note { get; set; } = "";

    public long DecidedById { get; set; }

    public required string DecidedBy { get; set; }

    public DateTimeOffset DecidedAt { get; set; }
}
