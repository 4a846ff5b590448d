namespace TriageConsole.Data.Triage;

/// <summary>One draw of the priority sample: with its seed and its candidates' priorities it can be done again.</summary>
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
    /// The priority/u that one more would have had to beat; 0 where all were taken. Those taken have a probability of their own with their
    /// candidate's row.
    /// </summary>
    public double Threshold { get; set; }
}
