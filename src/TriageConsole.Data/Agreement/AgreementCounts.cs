namespace TriageConsole.Data.Agreement;

/// <summary>
/// A question for agreement: a criterion since the rubric version that gave it its current meaning. Each option of a multiple-choice
/// criterion is a separate question, <c>criterion=option</c>.
/// </summary>
public sealed class AgreementCriterion
{
    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public required string Key { get; set; }

    /// <summary>The rubric version since which answers have the same meaning.</summary>
    public long RubricVersionId { get; set; }

    /// <summary>Incremented with each change of its entries.</summary>
    public long Changes { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
