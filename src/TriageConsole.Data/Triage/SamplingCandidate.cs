namespace TriageConsole.Data.Triage;

/// <summary>A need review interaction that is awaiting sampling, or its result.</summary>
public sealed class SamplingCandidate
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>Null while it is awaiting sampling.</summary>
    public long? SamplingRoundId { get; set; }

    /// <summary>Its priority in the sampling round.</summary>
    public double Priority { get; set; }

    /// <summary>The probability that the sampling round selects it; 0 while it is awaiting sampling.</summary>
    public double Inclusion { get; set; }

    public bool Taken { get; set; }

    /// <summary>The share of all traffic in the audit sample when the interaction arrived, 0..1.</summary>
    public double AuditProbability { get; set; }
}
