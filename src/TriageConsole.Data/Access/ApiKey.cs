using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Access;

/// <summary>An API key of an application. The secret is shown once and stored as a hash.</summary>
public sealed class ApiKey
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    public required string Name { get; set; }

    /// <summary>The public part of the key, used for lookup.</summary>
    public required string KeyId { get; set; }

    public required string SecretHash { get; set; }

    public ApiKeyKind Kind { get; set; }

    /// <summary>The origins whose pages can use a browser key; empty for a secret key.</summary>
    public ICollection<ApiKeyOrigin> Origins { get; } = [];

    /// <summary>The workflow of telemetry that names none; null: the name of its service.</summary>
    public string? DefaultWorkflow { get; set; }

    /// <summary>Comma-separated: ingest, read, label, release, admin, feedback.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Requests per second, on average; null: the default of the installation.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>Requests at once after a pause; null: the default of the installation.</summary>
    public int? Burst { get; set; }

    /// <summary>Requests that were refused with 429.</summary>
    public long RefusedRequests { get; set; }

    /// <summary>The last time at which refused requests were counted.</summary>
    public DateTimeOffset? RefusedAt { get; set; }
}
