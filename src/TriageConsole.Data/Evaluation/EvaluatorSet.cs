using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Evaluation;

/// <summary>How a workflow's outputs are judged: one immutable version; the one with the highest number is in force.</summary>
public sealed class EvaluatorSet
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public int Number { get; set; }

    /// <summary>JSON of Core's evaluator definition.</summary>
    public required string Definition { get; set; }

    public long? AuthorId { get; set; }

    public required string Author { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An OpenAI-compatible endpoint an admin made known. Nobody else names addresses: requests go nowhere but there.</summary>
public sealed class ModelEndpoint : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public required string Name { get; set; }

    /// <summary>What comes before /chat/completions.</summary>
    public required string BaseUrl { get; set; }

    public required string Model { get; set; }

    /// <summary>Encrypted by Data Protection; null where none is needed.</summary>
    public string? ProtectedKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>Set instead of deleting it: runs refer to it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public int RowVersion { get; set; }
}
