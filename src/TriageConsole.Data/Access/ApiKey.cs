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

    /// <summary>Comma-separated: ingest, read, label, release, admin.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
