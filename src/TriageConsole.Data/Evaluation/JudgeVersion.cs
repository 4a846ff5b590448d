namespace TriageConsole.Data.Evaluation;

/// <summary>
/// A version of an LLM judge: its model, its prompt and the rubric version that it answers. A calibration is valid for one version.
/// </summary>
public sealed class JudgeVersion
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The labeler of the judge.</summary>
    public long LabelerId { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; set; }

    /// <summary>SHA-256 (lower-case hex) of the address of the endpoint and the model.</summary>
    public required string EndpointHash { get; set; }

    /// <summary>The instructions of the evaluator.</summary>
    public required string Prompt { get; set; }

    /// <summary>SHA-256 (lower-case hex) of everything in the prompt except the rubric and the item.</summary>
    public required string PromptHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
