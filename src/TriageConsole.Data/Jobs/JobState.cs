namespace TriageConsole.Data.Jobs;

/// <summary>
/// What is known of a background job's last run, for the whole cluster. The schedule itself is in the scheduler's tables.
/// </summary>
public sealed class JobState
{
    public required string JobName { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public JobResult Result { get; set; }

    /// <summary>Why it failed. Never a text of an interaction and never a secret.</summary>
    public string? Reason { get; set; }

    /// <summary>Failed runs since the last one that succeeded.</summary>
    public int Failures { get; set; }

    /// <summary>The instance that ran it last.</summary>
    public string Instance { get; set; } = "";
}
