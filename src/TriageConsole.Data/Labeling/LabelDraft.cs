namespace TriageConsole.Data.Labeling;

/// <summary>Answers that are not submitted yet, saved while the labeler types.</summary>
public sealed class LabelDraft
{
    public long AssignmentId { get; set; }

    /// <summary>JSON object criterion → answer.</summary>
    public required string Answers { get; set; }

    public int ElapsedMs { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}
