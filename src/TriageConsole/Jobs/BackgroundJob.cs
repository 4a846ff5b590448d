namespace TriageConsole.Jobs;

/// <summary>
/// Periodic work that runs on one instance of the cluster at a time. The scheduler chooses the instance. State between runs belongs in the
/// database, because the next run can be on another instance.
/// </summary>
public abstract class BackgroundJob
{
    /// <summary>The key in the database. It must not change after a release.</summary>
    public abstract string Name { get; }

    /// <summary>A one-sentence description for admins.</summary>
    public abstract string Purpose { get; }

    /// <summary>
    /// Time from the start of one run to the start of the next. After a run that takes longer, the next one starts immediately.
    /// </summary>
    public abstract TimeSpan Period { get; }

    /// <summary>Whether the first run ever starts immediately instead of after one period.</summary>
    public virtual bool StartsAtOnce => false;

    /// <summary>One run. An exception fails the run; the next run continues.</summary>
    public abstract Task RunAsync(JobRun run);
}
