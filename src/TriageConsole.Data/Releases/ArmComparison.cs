namespace TriageConsole.Data.Releases;

/// <summary>
/// The progress of the search for tasks that more than one of the compared releases served, in an experiment or after a promotion.
/// </summary>
public sealed class ArmComparison
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The experiment. Null for a promotion.</summary>
    public long? ExperimentId { get; set; }

    /// <summary>The post-promotion monitoring. Null for an experiment.</summary>
    public long? MonitorId { get; set; }

    /// <summary>
    /// All interactions of the workflow up to this id were searched. A batch that commits lower ids sets it back. Both hold the lock of the
    /// workflow, so no interaction is missed.
    /// </summary>
    public long SearchedTo { get; set; }

    /// <summary>The number of tasks found so far.</summary>
    public long SharedUnits { get; set; }
}
