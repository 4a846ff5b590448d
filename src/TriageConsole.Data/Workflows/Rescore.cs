namespace TriageConsole.Data.Workflows;

/// <summary>A workflow whose interactions are to be scored anew, and how far that is. Gone when done.</summary>
public sealed class Rescore
{
    public long WorkflowId { get; set; }

    /// <summary>Interactions up to this id are done.</summary>
    public long Cursor { get; set; }

    public DateTimeOffset RequestedAt { get; set; }
}
