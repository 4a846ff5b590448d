namespace TriageConsole.Jobs;

/// <summary>
/// Periodic work that runs once in the cluster: on one instance at a time, never twice at once. The scheduler decides where; what a run
/// must know of earlier ones is in the database, because the next one may be on another instance.
/// </summary>
public abstract class BackgroundJob
{
    /// <summary>Its key in the database: never changed once released.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one sentence, for admins.</summary>
    public abstract string Purpose { get; }

    /// <summary>From the start of one run to the start of the next. A run that takes longer is followed by the next at once.</summary>
    public abstract TimeSpan Period { get; }

    /// <summary>Whether the very first run of all comes at once, and not after a period.</summary>
    public virtual bool StartsAtOnce => false;

    /// <summary>One run. An exception fails the run; the next run tries again.</summary>
    public abstract Task RunAsync(JobRun run);
}
