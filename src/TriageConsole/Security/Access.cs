using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>One role on one workflow, on a whole tenant (no workflow), or everywhere (no tenant: admins only).</summary>
public sealed record Grant(Role Role, long? TenantId, long? WorkflowId)
{
    public bool Covers(long tenantId, long? workflowId) =>
        TenantId is null || (TenantId == tenantId && (WorkflowId is null || WorkflowId == workflowId));
}

/// <summary>What a signed-in person may do. An admin may do everything within the grant's reach.</summary>
public sealed record PersonAccess(long UserId, string DisplayName, IReadOnlyList<Grant> Grants)
{
    public static PersonAccess Nobody { get; } = new(0, "", []);

    public bool Has(Role role, long tenantId, long? workflowId) =>
        Grants.Any(g => (g.Role == role || g.Role == Role.Admin) && g.Covers(tenantId, workflowId));

    /// <summary>Whether the person has the role anywhere at all: for menus and page policies. Services ask <see cref="Has"/> for the workflow at hand.</summary>
    public bool HasAnywhere(Role role) => Grants.Any(g => g.Role == role || g.Role == Role.Admin);

    /// <summary>Where the person has one of the roles, as the database can ask it.</summary>
    public AccessScope Scope(params Role[] roles)
    {
        var grants = Grants.Where(g => g.Role == Role.Admin || roles.Contains(g.Role)).ToList();
        return new AccessScope(
            grants.Exists(g => g.TenantId is null), [.. grants.Where(g => g is { TenantId: not null, WorkflowId: null }).Select(g => g.TenantId!.Value).Distinct()],
            [.. grants.Where(g => g is { TenantId: not null, WorkflowId: not null }).Select(g => g.WorkflowId!.Value).Distinct()]);
    }

    public bool IsSiteAdmin => Grants.Any(g => g is { Role: Role.Admin, TenantId: null });
}

/// <summary>Everywhere, or whole tenants and single workflows.</summary>
public sealed record AccessScope(bool Everywhere, long[] Tenants, long[] Workflows);

/// <summary>Thrown where a service is asked for what the caller may not do; pages and endpoints answer 403.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);

/// <summary>Reads a person's grants from the database each time: a circuit outlives a role.</summary>
public sealed class AccessService(IDbContextFactory<TriageDbContext> contexts)
{
    public async Task<PersonAccess> ForUserAsync(long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .Select(u => new { u.DisplayName, Grants = db.RoleGrants.Where(g => g.UserId == u.Id).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList() })
            .SingleOrDefaultAsync(cancellationToken);
        return rows is null ? PersonAccess.Nobody : new PersonAccess(userId, rows.DisplayName, rows.Grants);
    }
}
