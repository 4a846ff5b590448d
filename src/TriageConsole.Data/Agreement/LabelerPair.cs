namespace TriageConsole.Data.Agreement;

/// <summary>
/// The number of units (interactions, or turns of them) that labeler A answered with value A and labeler B with value B. A is
/// the labeler with the lower id.
/// </summary>
public sealed class LabelerPair
{
    public long CriterionId { get; set; }

    public DateOnly Day { get; set; }

    public long LabelerAId { get; set; }

    public long LabelerBId { get; set; }

    public long ValueAId { get; set; }

    public long ValueBId { get; set; }

    public long Items { get; set; }
}
