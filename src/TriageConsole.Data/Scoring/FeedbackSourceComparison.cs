namespace TriageConsole.Data.Scoring;

/// <summary>An expert's label that has been compared with what the interaction's user said.</summary>
public sealed class FeedbackSourceComparison
{
    public long InteractionId { get; set; }

    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public bool Agreed { get; set; }
}
