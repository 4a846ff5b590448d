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

    /// <summary>
    /// The ratio priority/u above which candidates are selected; 0 if all are selected. Selected candidates have their own probability in
    /// their row.
    /// </summary>
    public double Threshold { get; set; }
}
