namespace TriageConsole.Data.Agreement;

/// <summary>The current answer of a labeler to a question of an interaction, as it was counted.</summary>
public sealed class AgreementEntry
{
    public long CriterionId { get; set; }

    public long InteractionId { get; set; }

    public long LabelerId { get; set; }

    public long ValueId { get; set; }

    /// <summary>The day of the label (UTC).</summary>
    public DateOnly Day { get; set; }
}
