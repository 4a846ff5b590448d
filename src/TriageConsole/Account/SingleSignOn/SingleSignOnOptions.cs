using TriageConsole.Data.Access;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>Sign-in with an OpenID Connect provider; section <c>SingleSignOn</c> of the configuration.</summary>
public sealed class SingleSignOnOptions
{
    public const string Section = "SingleSignOn";

    /// <summary>The address of the provider. Empty: no single sign-on.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>The name on the button of the sign-in page.</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>Separated by spaces.</summary>
    public string Scopes { get; set; } = "openid profile email";

    public string GroupsClaim { get; set; } = "groups";

    /// <summary>The claim that says whether the provider has verified the e-mail address.</summary>
    public string EmailVerifiedClaim { get; set; } = "email_verified";

    /// <summary>The roles of groups. Applied at each sign-in.</summary>
    public IList<GroupRole> Roles { get; set; } = [];

    /// <summary>Whether passwords and one-time links are refused, except for <see cref="EmergencyAdmin"/>.</summary>
    public bool Only { get; set; }

    /// <summary>The e-mail address of the account that can sign in with a password when <see cref="Only"/> is set.</summary>
    public string EmergencyAdmin { get; set; } = "";

    public bool IsConfigured => Authority.Length > 0;

    /// <summary>Whether an account may prove its identity to the console itself, by a password or a link.</summary>
    public bool AllowsPassword(string? email) =>
        !IsConfigured || !Only || string.Equals(email?.Trim(), EmergencyAdmin.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The first fault of the settings in words; null if there is none.</summary>
    public string? Fault() =>
        !IsConfigured ? null
        : !Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || !IsSafe(authority)
            ? "SingleSignOn:Authority must be an https address (http only on this machine)."
        : ClientId.Length == 0 ? "SingleSignOn:ClientId is missing."
        : Only && EmergencyAdmin.Trim().Length == 0
            ? "SingleSignOn:Only needs SingleSignOn:EmergencyAdmin, the address of an account that can sign in if the provider is down."
        : Roles.Any(r => r.Group.Length == 0) ? "Each entry of SingleSignOn:Roles needs a Group."
        : Roles.Any(r => string.IsNullOrEmpty(r.Tenant) && (r.Role != Role.Admin || !string.IsNullOrEmpty(r.Workflow)))
            ? "An entry of SingleSignOn:Roles without Tenant can only have the role Admin and no Workflow."
        : null;

    /// <summary>Secrets and tokens are sent to the provider, so only a connection within the machine goes without encryption.</summary>
    private static bool IsSafe(Uri authority) =>
        authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback);
}
