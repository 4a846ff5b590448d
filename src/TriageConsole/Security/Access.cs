using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>A role on one workflow, on a whole tenant (no workflow), or on all tenants (no tenant; admins only).</summary>
public sealed record Grant(Role Role, long? TenantId, long? WorkflowId)
{
    public bool Covers(long tenantId, long? workflowId) =>
        TenantId is null || (TenantId == tenantId && (WorkflowId is null || WorkflowId == workflowId));
}

/// <summary>The roles of a signed-in person. An admin has all roles in the scope of the grant.</summary>
public sealed record PersonAccess(long UserId, string DisplayName, IReadOnlyList<Grant> Grants)
{
    public static PersonAccess Nobody { get; } = new(0, "", []);

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

/// <summary>All tenants, or certain whole tenants and single workflows.</summary>
public sealed record AccessScope(bool Everywhere, long[] Tenants, long[] Workflows);

/// <summary>Thrown if the caller has no permission. Pages and endpoints return 403.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);

/// <summary>
/// Reads sessions and roles from the database for each use case, without a cache: a page can stay open longer than a role or a session
/// exists, and several instances share one database.
/// </summary>
public sealed class AccessService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    /// <summary>The current roles of the person of this session. <see cref="PersonAccess.Nobody"/> if the session has ended.</summary>
    public async Task<PersonAccess> ForAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.PersonId() is not { } userId || principal.SessionId() is not { } sessionId)
            return PersonAccess.Nobody;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await Open(db, sessionId, userId)
            .Select(s => new
            {
                s.User!.DisplayName,
                Grants = db.RoleGrants.Where(g => g.UserId == s.UserId).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? PersonAccess.Nobody : new PersonAccess(userId, row.DisplayName, row.Grants);
    }

    /// <summary>Whether the session is still valid. Reads one row by its key.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.PersonId() is not { } userId || principal.SessionId() is not { } sessionId)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Open(db, sessionId, userId).AnyAsync(cancellationToken);
    }

    /// <summary>For callers without a session, such as jobs that act on behalf of a person.</summary>
    public async Task<PersonAccess> ForUserAsync(long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .Select(u => new
            {
                u.DisplayName,
                Grants = db.RoleGrants.Where(g => g.UserId == u.Id).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return rows is null ? PersonAccess.Nobody : new PersonAccess(userId, rows.DisplayName, rows.Grants);
    }

    private IQueryable<AccountSession> Open(TriageDbContext db, Guid sessionId, long userId)
    {
        var now = time.GetUtcNow();
        return db.AccountSessions.Where(s =>
            s.Id == sessionId
            && s.UserId == userId
            && s.ExpiresAt > now
            && s.User!.DisabledAt == null
            && s.User.SecurityStamp == s.SecurityStamp
        );
    }
}
