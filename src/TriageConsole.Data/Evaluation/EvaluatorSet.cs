namespace TriageConsole.Data.Evaluation;

/// <summary>An immutable version of the evaluators of a workflow. The one with the highest number is current.</summary>
public sealed class EvaluatorSet
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public int Number { get; set; }

    /// <summary>An evaluator definition of Core as JSON.</summary>
    public required string Definition { get; set; }

    public long? AuthorId { get; set; }

    public required string Author { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
