using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Jobs;

/// <summary>How the instances of a cluster share background jobs (section <c>Jobs</c>).</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>How long after the start of an instance its scheduler starts, in milliseconds: pages come first.</summary>
    [Range(0, 600_000)]
    public int StartDelayMilliseconds { get; set; } = 2000;

    /// <summary>How often an instance says that it is alive, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int CheckInMilliseconds { get; set; } = 5000;

    /// <summary>How much later than that it may be before another instance takes over its jobs, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int CheckInGraceMilliseconds { get; set; } = 7500;

    /// <summary>Jobs that one instance runs at once.</summary>
    [Range(1, 100)]
    public int MaxConcurrent { get; set; } = 8;
}
