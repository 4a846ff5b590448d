using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>Reads the roles of people, and decides which roles an admin can grant.</summary>
internal static class RoleGrants
{
    public static async Task<bool> IsWithinReachAsync(
        TriageDbContext db,
        PersonAccess access,
        long userId,
        CancellationToken cancellationToken
    )
    {
        if (access.IsSiteAdmin)
            return true;
        var grants = (await GrantsAsync(db, userId, cancellationToken))[userId].ToList();
        return grants.Count > 0
            && grants.TrueForAll(g => MayGive(access, g))
            && (await OnlyForSiteAdminsAsync(db, [userId], cancellationToken)).Count == 0;
    }

    /// <summary>
    /// Accounts of the identity provider and members of groups. They can get roles of any tenant without an offer that they accept, and an
    /// admin who has made a link into the account would have these roles too.
    /// </summary>
    public static Task<HashSet<long>> OnlyForSiteAdminsAsync(TriageDbContext db, long[] users, CancellationToken cancellationToken) =>
        db
            .Users.Where(u =>
                users.Contains(u.Id) && (db.ProvisionedUsers.Any(p => p.UserId == u.Id) || db.PersonGroupMembers.Any(m => m.UserId == u.Id))
            )
            .Select(u => u.Id)
            .ToHashSetAsync(cancellationToken);

    public static Task<ILookup<long, PersonGrant>> GrantsAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        GrantsOfAsync(db, [userId], cancellationToken);

    public static async Task<ILookup<long, PersonGrant>> GrantsOfAsync(
        TriageDbContext db,
        long[] users,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from g in db.RoleGrants.Where(g => users.Contains(g.UserId))
            join t in db.Tenants on g.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on g.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            join u in db.Users on g.GrantedById equals u.Id into inviters
            from u in inviters.DefaultIfEmpty()
            orderby t.Key, w.Key, g.Role
            select new
            {
                g.UserId,
                Grant = new PersonGrant(
                    g.Id,
                    g.Role,
                    g.TenantId,
                    t.Key,
                    g.WorkflowId,
                    w.Key,
                    u.Email ?? g.GrantedBy,
                    g.GrantedAt,
                    g.AcceptedAt,
                    false,
                    g.Source
                ),
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Grant);
    }

    public static Task<ILookup<long, PersonGrant>> OffersAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        OffersOfAsync(db, [userId], cancellationToken);

    public static async Task<ILookup<long, PersonGrant>> OffersOfAsync(
        TriageDbContext db,
        long[] users,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from o in db.RoleOffers.Where(o => users.Contains(o.UserId))
            join t in db.Tenants on o.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on o.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            join u in db.Users on o.OfferedById equals u.Id into inviters
            from u in inviters.DefaultIfEmpty()
            orderby t.Key, w.Key, o.Role
            select new
            {
                o.UserId,
                Offer = new PersonGrant(
                    o.Id,
                    o.Role,
                    o.TenantId,
                    t.Key,
                    o.WorkflowId,
                    w.Key,
                    u.Email ?? o.OfferedBy,
                    o.OfferedAt,
                    null,
                    true,
                    GrantSource.Person
                ),
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Offer);
    }

    /// <summary>The removed roles of people, newest first.</summary>
    public static async Task<ILookup<long, RemovedGrant>> RemovedOfAsync(
        TriageDbContext db,
        long[] users,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from r in db.RemovedRoles.Where(r => users.Contains(r.UserId))
            join t in db.Tenants on r.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on r.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            orderby r.RemovedAt descending, r.Id descending
            select new { r.UserId, Removed = new RemovedGrant(r.Role, r.TenantId, t.Key, r.WorkflowId, w.Key, r.RemovedBy, r.RemovedAt) }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.UserId, r => r.Removed);
    }

    public static Task<bool> OtherSiteAdminAsync(TriageDbContext db, long exceptUserId, CancellationToken cancellationToken) =>
        db.RoleGrants.AnyAsync(
            g => g.Role == Role.Admin && g.TenantId == null && g.UserId != exceptUserId && g.User!.DisabledAt == null,
            cancellationToken
        );

    /// <summary>
    /// Locks the accounts of all site admins until the transaction ends: of two changes that each remove one of the last two, the second
    /// sees the first. They can end in a deadlock, so the caller runs in <see cref="Data.Providers.DatabaseRetry"/>.
    /// </summary>
    public static Task LockSiteAdminsAsync(TriageDbContext db, CancellationToken cancellationToken) =>
        db
            .Users.Where(u => db.RoleGrants.Any(g => g.UserId == u.Id && g.Role == Role.Admin && g.TenantId == null))
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount), cancellationToken);

    /// <summary>Whether the person is the only active admin of the whole installation.</summary>
    public static async Task<bool> IsLastSiteAdminAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        await db.RoleGrants.AnyAsync(
            g => g.UserId == userId && g.Role == Role.Admin && g.TenantId == null && g.User!.DisabledAt == null,
            cancellationToken
        ) && !await OtherSiteAdminAsync(db, userId, cancellationToken);

    public static bool MayGive(PersonAccess access, PersonGrant grant) => MayGive(access, grant.TenantId, grant.WorkflowId);

    public static bool MayGive(PersonAccess access, long? tenantId, long? workflowId) =>
        tenantId is { } id ? access.Has(Role.Admin, id, workflowId) : access.IsSiteAdmin;
}
