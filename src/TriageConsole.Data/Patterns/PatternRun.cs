namespace TriageConsole.Data.Patterns;

/// <summary>The last pattern search of a workflow and the claim of the instance that runs it.</summary>
public sealed class PatternRun
{
    public long WorkflowId { get; set; }

    /// <summary>The end of the claim of an instance. Null or in the past: any instance can claim it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int Milliseconds { get; set; }

    /// <summary>The highest interaction id that the search read.</summary>
    public long ThroughId { get; set; }

    /// <summary>
    /// The counts of interactions that need review, of interactions and the highest label count at the last search. A difference means that
    /// there is something new.
    /// </summary>
    public string Seen { get; set; } = "";

    public long Interactions { get; set; }

    public long Failures { get; set; }

    public long Tested { get; set; }

    public DateTimeOffset? PeriodFrom { get; set; }

    public DateTimeOffset? PeriodTo { get; set; }

    /// <summary>JSON array of sentences: what was excluded and why.</summary>
    public string Notes { get; set; } = "[]";
}
