namespace TriageConsole.Data.Releases;

/// <summary>A task that more than one of the compared releases served. It is excluded from all of them.</summary>
public sealed class SharedUnit
{
    public long ComparisonId { get; set; }

    public required string TaskId { get; set; }

    /// <summary>Whether interactions of the task must still be removed from the sums of their releases.</summary>
    public bool IsPending { get; set; }
}
