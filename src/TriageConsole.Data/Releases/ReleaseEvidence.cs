namespace TriageConsole.Data.Releases;

/// <summary>The gate results of a release at the last evaluation.</summary>
public sealed class ReleaseEvidence
{
    public long ReleaseId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The value of Core's GateVerdict.</summary>
    public short Verdict { get; set; }

    public DateTimeOffset VerdictSince { get; set; }

    /// <summary>JSON array of gate results in order of precedence.</summary>
    public string Gates { get; set; } = "[]";

    public DateTimeOffset EvaluatedAt { get; set; }
}
