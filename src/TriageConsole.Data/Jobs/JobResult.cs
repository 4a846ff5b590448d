namespace TriageConsole.Data.Jobs;

/// <summary>How the last run of a job ended.</summary>
public enum JobResult
{
    /// <summary>It has not ended yet.</summary>
    None = 0,

    Succeeded = 1,

    /// <summary>All of it or one of its items failed; the reason says why.</summary>
    Failed = 2,

    /// <summary>The instance stopped while it ran; the next run continues.</summary>
    Interrupted = 3,
}
