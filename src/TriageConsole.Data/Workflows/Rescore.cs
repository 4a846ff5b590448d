namespace TriageConsole.Data.Workflows;

/// <summary>A workflow whose interactions are being scored again, and the progress. Deleted when complete.</summary>
public sealed class Rescore
{
    public long WorkflowId { get; set; }

    /// <summary>Interactions up to this id are done.</summary>
    public long Cursor { get; set; }

    public DateTimeOffset RequestedAt { get; set; }
}
