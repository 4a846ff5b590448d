namespace TriageConsole.Data.Releases;

public enum PlanState
{
    /// <summary>It starts at its time.</summary>
    Scheduled = 0,

    Running = 1,

    /// <summary>The canary keeps its share and takes no step.</summary>
    Paused = 2,

    /// <summary>The release was promoted, or the hold time of the last step is over.</summary>
    Completed = 3,

    /// <summary>It ended before its start.</summary>
    Cancelled = 4,

    /// <summary>Its canary ended before the last step was over.</summary>
    Ended = 5,
}
