namespace TriageConsole.Data.Access;

/// <summary>An account that the identity provider manages. Without this row it is an account like any other.</summary>
public sealed class ProvisionedUser
{
    public long UserId { get; set; }

    public AppUser? User { get; set; }

    /// <summary>The name at the identity provider, often but not always an email address.</summary>
    public required string UserName { get; set; }

    /// <summary>The name in upper case: two names that differ only in case are one on every database.</summary>
    public required string NormalizedUserName { get; set; }

    /// <summary>The id of the person at the identity provider.</summary>
    public string? ExternalId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
