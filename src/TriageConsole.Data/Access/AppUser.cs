using Microsoft.AspNetCore.Identity;

namespace TriageConsole.Data.Access;

/// <summary>A person with an account.</summary>
public sealed class AppUser : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";

    /// <summary>Set when an admin disables the account. Sessions end with their next action.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
