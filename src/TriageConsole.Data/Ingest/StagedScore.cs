namespace TriageConsole.Data.Ingest;

/// <summary>New scores of existing interactions: bulk-loaded, applied in one statement and deleted.</summary>
public sealed class StagedScore
{
    public Guid BatchId { get; set; }

    public long InteractionId { get; set; }

    public double Suspicion { get; set; }

    public bool NeedsReview { get; set; }

    public string? OutcomeMetric { get; set; }

    public double? OutcomeValue { get; set; }

    public double Priority { get; set; }

    public string Reason { get; set; } = "";
}
