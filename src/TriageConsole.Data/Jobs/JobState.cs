namespace TriageConsole.Data.Jobs;

/// <summary>The last run of a background job in the whole cluster. The schedule is in the scheduler's tables.</summary>
public sealed class JobState
{
    public required string JobName { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public JobResult Result { get; set; }

    /// <summary>The reason of the failure. It must not contain texts of interactions or secrets.</summary>
    public string? Reason { get; set; }

    /// <summary>Failed runs since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>The instance that ran it last.</summary>
    public string Instance { get; set; } = "";
}
