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

    /// <summary>The chosen theme, <c>light</c> or <c>dark</c>. Null: as the system of each browser.</summary>
    public string? Theme { get; set; }

    /// <summary>JSON object: the own key of each changed action of the labeling page. Null: the keys of the console.</summary>
    public string? LabelKeys { get; set; }

    /// <summary>The IANA id of the person's time zone. Null: not chosen, and no browser of the person has said one yet.</summary>
    public string? TimeZone { get; set; }

    public FlagNotices FlagNotices { get; set; }
}
