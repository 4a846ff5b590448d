namespace TriageConsole.Data.Triage;

/// <summary>One selection of the priority sample. It can be reproduced from its seed and the priorities of its candidates.</summary>
public sealed class SamplingRound
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DateTimeOffset At { get; set; }

    public int Seed { get; set; }

    public int Candidates { get; set; }

    public int Drawn { get; set; }

    /// <summary>How many more waited that the audit sample already has.</summary>
    public int Audited { get; set; }

    /// <summary>
    /// The rank priority/u that one more candidate would have needed to be selected; 0 if all were selected. The probability of each
    /// candidate is in its own row.
    /// </summary>
    public double Threshold { get; set; }
}
