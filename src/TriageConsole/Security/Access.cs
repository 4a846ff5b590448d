using System.Security.Claims;
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

    /// <summary>Not signed in, or the session has ended.</summary>
    public bool IsNobody => UserId == 0;

    public bool Has(Role role, long tenantId, long? workflowId) =>
        Grants.Any(g => (g.Role == role || g.Role == Role.Admin) && g.Covers(tenantId, workflowId));

    /// <summary>Whether the person has the role anywhere at all: for menus and page policies. Services ask <see cref="Has"/> for the workflow at hand.</summary>
    public bool HasAnywhere(Role role) => Grants.Any(g => g.Role == role || g.Role == Role.Admin);

    /// <summary>Where the person has one of the roles, as the database can ask it.</summary>
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

/// <summary>Everywhere, or whole tenants and single workflows.</summary>
public sealed record AccessScope(bool Everywhere, long[] Tenants, long[] Workflows);

/// <summary>Thrown where a service is asked for what the caller may not do; pages and endpoints answer 403.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);

/// <summary>
/// Reads sessions and roles from the database at each use case: a page stays open longer than a role or a session lasts, and several
/// instances share one database. Nothing of it is kept in memory.
/// </summary>
public sealed class AccessService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    /// <summary>What the person behind this session may do now; nobody once the session has ended.</summary>
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

    /// <summary>Whether the session still stands: one row by its key.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.PersonId() is not { } userId || principal.SessionId() is not { } sessionId)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Open(db, sessionId, userId).AnyAsync(cancellationToken);
    }

    /// <summary>For callers without a session, such as jobs that act in a person's name.</summary>
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
