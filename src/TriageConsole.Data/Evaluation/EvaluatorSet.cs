using TriageConsole.Data.Conventions;

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

/// <summary>An OpenAI-compatible endpoint that an admin added. Model requests go only to these URLs; nobody else can enter one.</summary>
public sealed class ModelEndpoint : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public required string Name { get; set; }

    /// <summary>The URL without /chat/completions.</summary>
    public required string BaseUrl { get; set; }

    public required string Model { get; set; }

    /// <summary>The API key, encrypted by Data Protection. Null if none is needed.</summary>
    public string? ProtectedKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>Set instead of deleting the row, because runs refer to it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public int RowVersion { get; set; }
}
