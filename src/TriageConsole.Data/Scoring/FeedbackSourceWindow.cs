namespace TriageConsole.Data.Scoring;

/// <summary>How much of a window's cap a person's signals have used; the newcomers of a window share one row, with no name.</summary>
public sealed class FeedbackSourceWindow
{
    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Sum of weight times strength of the signals so far.</summary>
    public double Weight { get; set; }
}
