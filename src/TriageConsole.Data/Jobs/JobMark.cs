namespace TriageConsole.Data.Jobs;

/// <summary>The progress of a job for one item, so that another run or instance continues there.</summary>
public sealed class JobMark
{
    public required string JobName { get; set; }

    /// <summary>The item, such as a workflow; 0 if the job has only one mark.</summary>
    public long ItemId { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset At { get; set; }
}
