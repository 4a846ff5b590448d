namespace TriageConsole.Data.Scoring;

/// <summary>An expert's label that was compared with the feedback on its interaction.</summary>
public sealed class FeedbackSourceComparison
{
    public long InteractionId { get; set; }

    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public bool Agreed { get; set; }
}
