namespace TriageConsole.Data.Agreement;

/// <summary>A lock row: an instance holds it while it counts the labels of the workflow, so only one instance counts at a time.</summary>
public sealed class AgreementTurn
{
    public long WorkflowId { get; set; }

    public DateTimeOffset CountedAt { get; set; }
}
