namespace TriageConsole.Data.Jobs;

/// <summary>The result of the last run of a job.</summary>
public enum JobResult
{
    /// <summary>It has not ended yet.</summary>
    None = 0,

    Succeeded = 1,

    /// <summary>The job or one of its items failed; the reason is stored.</summary>
    Failed = 2,

    /// <summary>The instance stopped while it ran; the next run continues.</summary>
    Interrupted = 3,
}
