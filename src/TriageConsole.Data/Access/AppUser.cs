using Microsoft.AspNetCore.Identity;

namespace TriageConsole.Data.Access;

/// <summary>A person with an account.</summary>
public sealed class AppUser : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";

    /// <summary>Set when an admin disables the account. Sessions end with their next action.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The last activity, to a few minutes. Null: never signed in, or not since this is recorded.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }
}
