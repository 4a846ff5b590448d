using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Access;

/// <summary>
/// A personal access token: an application acts with it as a person, in one tenant, with no more than the current roles of the person. The
/// secret is shown once and stored as a hash.
/// </summary>
public sealed class PersonalToken
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    public required string Name { get; set; }

    /// <summary>The public part of the token, used for lookup.</summary>
    public required string TokenId { get; set; }

    public required string SecretHash { get; set; }

    /// <summary>Comma-separated scopes of the API.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The last request, to a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
