namespace TriageConsole.Data.Access;

/// <summary>A personal one-time link. Only the hash of its token is stored.</summary>
public sealed class SignInLink
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public required string TokenHash { get; set; }

    /// <summary>Links of all kinds except sign-in set a password.</summary>
    public LinkKind Kind { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When a newer link, the use of another link or a new password invalidated this one.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
