namespace TriageConsole.Data.Triage;

/// <summary>A needs_review interaction that waits for a draw, or what the draw made of it.</summary>
public sealed class SamplingCandidate
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>Null while it waits.</summary>
    public long? SamplingRoundId { get; set; }

    /// <summary>Its priority in the draw.</summary>
    public double Priority { get; set; }

    /// <summary>The probability with which the draw takes it; 0 while it waits.</summary>
    public double Inclusion { get; set; }

    public bool Taken { get; set; }

    /// <summary>The share of all traffic drawn into the audit sample when it came, 0..1.</summary>
    public double AuditProbability { get; set; }
}
