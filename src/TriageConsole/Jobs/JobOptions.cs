using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Jobs;

/// <summary>Settings for background jobs in a cluster (section <c>Jobs</c>).</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Whether this instance runs jobs. If false, it only serves requests, and another instance must run them.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Delay from the start of an instance to the start of its scheduler, in milliseconds, so that pages respond first.</summary>
    [Range(0, 600_000)]
    public int StartDelayMilliseconds { get; set; } = 2000;

    /// <summary>Interval of the heartbeat of an instance, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int CheckInMilliseconds { get; set; } = 5000;

    /// <summary>Delay of a heartbeat after which another instance takes over the jobs, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int CheckInGraceMilliseconds { get; set; } = 7500;

    /// <summary>Number of jobs that one instance runs at once.</summary>
    [Range(1, 100)]
    public int MaxConcurrent { get; set; } = 8;
}
