namespace TriageConsole.Data.Agreement;

/// <summary>The current answer of a labeler to a question of a unit, as it was counted.</summary>
public sealed class AgreementEntry
{
    public long CriterionId { get; set; }

    public long InteractionId { get; set; }

    /// <summary>The labeled message, counted from 1; 0 for the whole interaction. An interaction and a turn are one unit.</summary>
    public int Turn { get; set; }

    public long LabelerId { get; set; }

    public long ValueId { get; set; }

    /// <summary>The day of the label (UTC).</summary>
    public DateOnly Day { get; set; }
}
