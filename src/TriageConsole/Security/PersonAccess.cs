using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>The roles of a signed-in person. An admin has all roles in the scope of the grant.</summary>
public sealed record PersonAccess(long UserId, string DisplayName, IReadOnlyList<Grant> Grants)
{
    public static PersonAccess Nobody { get; } = new(0, "", []);

    /// <summary>The IANA id of the person's time zone; null if it is not known.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether no person is signed in, or the session has ended.</summary>
    public bool IsNobody => UserId == 0;

    public bool Has(Role role, long tenantId, long? workflowId) =>
        Grants.Any(g => (g.Role == role || g.Role == Role.Admin) && g.Covers(tenantId, workflowId));

    /// <summary>
    /// Whether the person has the role on any workflow: for menus and page policies. Services check <see cref="Has"/> for a specific
    /// workflow.
    /// </summary>
    public bool HasAnywhere(Role role) => Grants.Any(g => g.Role == role || g.Role == Role.Admin);

    /// <summary>The tenants and workflows on which the person has one of the roles, for database queries.</summary>
    public AccessScope Scope(params Role[] roles)
    {
        var grants = Grants.Where(g => g.Role == Role.Admin || roles.Contains(g.Role)).ToList();
        return new AccessScope(
            grants.Exists(g => g.TenantId is null),
            [.. grants.Where(g => g is { TenantId: not null, WorkflowId: null }).Select(g => g.TenantId!.Value).Distinct()],
            [.. grants.Where(g => g is { TenantId: not null, WorkflowId: not null }).Select(g => g.WorkflowId!.Value).Distinct()]
        );
    }

    public bool IsSiteAdmin => Grants.Any(g => g is { Role: Role.Admin, TenantId: null });
}
