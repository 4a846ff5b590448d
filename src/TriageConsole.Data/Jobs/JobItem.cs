namespace TriageConsole.Data.Jobs;

/// <summary>
/// An item of a job, such as a workflow, that failed. It is tried again later, a limited number of times. The row is deleted after a
/// success.
/// </summary>
public sealed class JobItem
{
    public required string JobName { get; set; }

    public long ItemId { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public required string Reason { get; set; }

    /// <summary>When the last allowed attempt failed; null while attempts are left.</summary>
    public DateTimeOffset? FailedAt { get; set; }
}
