namespace TriageConsole.Data.Access;

/// <summary>A signed-in browser. The cookie contains the id of the row and is invalid without it.</summary>
public sealed class AccountSession
{
    public Guid Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    /// <summary>
    /// The security stamp of the account at sign-in. A new password or disabling the account changes the stamp and so ends all sessions.
    /// </summary>
    public required string SecurityStamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The browser and its system in words, such as "Firefox on Linux".</summary>
    public string Browser { get; set; } = "";

    /// <summary>The last activity, to a few minutes.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }
}
