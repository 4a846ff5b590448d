using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Evaluation;

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
