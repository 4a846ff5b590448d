namespace TriageConsole.Data.Jobs;

/// <summary>How far a job came with one item, so that a restart, or another instance, continues there.</summary>
public sealed class JobMark
{
    public required string JobName { get; set; }

    /// <summary>The item, a workflow for example; 0 where the job has one mark only.</summary>
    public long ItemId { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset At { get; set; }
}
