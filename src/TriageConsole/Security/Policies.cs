using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>The policy names for [Authorize] and RequireAuthorization.</summary>
public static class Policies
{
    public const string Labeler = nameof(Role.Labeler);
    public const string Lead = nameof(Role.Lead);
    public const string Approver = nameof(Role.Approver);
    public const string Admin = nameof(Role.Admin);

    /// <summary>Admins of the whole installation, not of a tenant.</summary>
    public const string SiteAdmin = "SiteAdmin";

    public const string RawDataReader = nameof(Role.RawDataReader);

    /// <summary>Labelers, and leads, who can label too.</summary>
    public const string Labeling = "Labeling";

    /// <summary>People who can read outcomes: leads, and approvers, who need them for decisions.</summary>
    public const string LeadOrApprover = "LeadOrApprover";

    public const string ScopeIngest = "scope:ingest";
    public const string ScopeRead = "scope:read";
    public const string ScopeLabel = "scope:label";
    public const string ScopeRelease = "scope:release";
    public const string ScopeAdmin = "scope:admin";

    /// <summary>Requesting routes: for applications that send events, read data or manage releases.</summary>
    public const string ScopeRoute = "scope:route";

    /// <summary>Sending feedback: for applications that send events, and for keys with the feedback scope.</summary>
    public const string ScopeSendFeedback = "scope:send-feedback";

    /// <summary>Connecting an assistant: each of its tools requires the scope to read or to label by itself.</summary>
    public const string ScopeMcp = "scope:mcp";

    /// <summary>A key needs one of these scopes to request routes.</summary>
    public static IReadOnlyList<string> RouteScopes { get; } = [ApiScopes.Ingest, ApiScopes.Read, ApiScopes.Release];

    public static AuthorizationBuilder AddConsolePolicies(this AuthorizationBuilder authorization)
    {
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in Enum.GetValues<Role>())
            AddRolePolicy(authorization, role.ToString(), role);
        AddRolePolicy(authorization, Labeling, Role.Labeler, Role.Lead);
        AddRolePolicy(authorization, LeadOrApprover, Role.Lead, Role.Approver);
        authorization.AddPolicy(
            SiteAdmin,
            p =>
                p.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme)
                    .RequireAuthenticatedUser()
                    .AddRequirements(new RoleAnywhereRequirement([Role.Admin], OfWholeInstallation: true))
        );
        foreach (var scope in ApiScopes.All)
            AddScopePolicy(authorization, "scope:" + scope, scope);
        AddScopePolicy(authorization, ScopeRoute, [.. RouteScopes]);
        AddScopePolicy(authorization, ScopeMcp, ApiScopes.Read, ApiScopes.Label);
        AddScopePolicy(authorization, ScopeSendFeedback, ApiScopes.Ingest, ApiScopes.Feedback);
        return authorization;
    }

    private static void AddScopePolicy(AuthorizationBuilder authorization, string name, params string[] scopes) =>
        authorization.AddPolicy(
            name,
            p =>
                p.AddAuthenticationSchemes(ApiKeyHandler.SchemeName)
                    .RequireAuthenticatedUser()
                    .AddRequirements(new ScopeRequirement(scopes))
        );

    private static void AddRolePolicy(AuthorizationBuilder authorization, string name, params Role[] roles) =>
        authorization.AddPolicy(
            name,
            p =>
                p.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme)
                    .RequireAuthenticatedUser()
                    .AddRequirements(new RoleAnywhereRequirement(roles))
        );
}
