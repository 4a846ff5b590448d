namespace TriageConsole.Data.Scoring;

/// <summary>The part of a window's cap that a source has used. The newcomers of a window share one row without a name.</summary>
public sealed class FeedbackSourceWindow
{
    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Sum of weight times strength of the signals so far.</summary>
    public double Weight { get; set; }
}
