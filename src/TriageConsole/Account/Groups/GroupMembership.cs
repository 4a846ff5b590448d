using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account.Groups;

/// <summary>
/// The steps that every change of a group has: lock the group, lock its people in the order of their ids, change the rows, and make the
/// roles of these people equal to what their groups give. All of them in one transaction, so that nobody has a role of a group that they
/// have left.
/// </summary>
internal static class GroupMembership
{
    /// <summary>Locks the row of the group until the transaction ends, and counts its version. False if it does not exist.</summary>
    public static async Task<bool> LockAsync(TriageDbContext db, long groupId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db
            .PersonGroups.Where(g => g.Id == groupId)
            .ExecuteUpdateAsync(
                s => s.SetProperty(g => g.UpdatedAt, now).SetProperty(g => g.RowVersion, g => g.RowVersion + 1),
                cancellationToken
            ) == 1;

    /// <summary>
    /// Locks the rows of the accounts, disabled ones too. The order is that of the ids: two changes with the same people wait for each
    /// other instead of ending in a deadlock.
    /// </summary>
    public static async Task LockPeopleAsync(TriageDbContext db, IEnumerable<long> people, CancellationToken cancellationToken)
    {
        foreach (var id in people.Distinct().Order())
            await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 0), cancellationToken);
    }

    public static Task<List<long>> MembersAsync(TriageDbContext db, long groupId, CancellationToken cancellationToken) =>
        db.PersonGroupMembers.Where(m => m.GroupId == groupId).Select(m => m.UserId).ToListAsync(cancellationToken);

    /// <summary>
    /// Saves the changes of the groups and makes the roles from groups equal to them. The accounts must be locked. Refused if no active
    /// site admin would be left; then the caller must not commit.
    /// </summary>
    /// <returns>The people who lose a role. Their open pages end after the commit.</returns>
    public static async Task<Result<IReadOnlyList<long>>> RefreshAsync(
        TriageDbContext db,
        IEnumerable<long> people,
        AuditActor actor,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db.SaveChangesAsync(cancellationToken);
        long[] ids = [.. people.Distinct()];
        var held = await db.RoleGrants.Where(g => g.Source == GrantSource.Group && ids.Contains(g.UserId)).ToListAsync(cancellationToken);
        var given = await (
            from m in db.PersonGroupMembers.Where(m => ids.Contains(m.UserId))
            join g in db.PersonGroups on m.GroupId equals g.Id
            join r in db.PersonGroupRoles on g.Id equals r.GroupId
            orderby g.Name, r.Id
            select new
            {
                m.UserId,
                g.Name,
                r.Role,
                r.TenantId,
                r.WorkflowId,
            }
        ).ToListAsync(cancellationToken);
        var (heldBy, givenTo) = (held.ToLookup(g => g.UserId), given.ToLookup(g => g.UserId));
        var source = new RoleSource(GrantSource.Group, actor, by, name => $"group {name}");
        var (losing, removesAdmin) = (new List<long>(), false);
        foreach (var id in ids)
        {
            // Two groups can give the same role. The first by name is shown.
            var wanted = givenTo[id]
                .Select(g => new GroupGrant(g.Name, g.Role, g.TenantId, g.WorkflowId))
                .DistinctBy(g => (g.Role, g.TenantId, g.WorkflowId))
                .ToList();
            var removed = SourcedRoles.Apply(db, source, id, [.. heldBy[id]], wanted, now);
            if (removed.Count > 0)
                losing.Add(id);
            removesAdmin |= removed.Any(r => r is { Role: Role.Admin, TenantId: null });
        }

        await db.SaveChangesAsync(cancellationToken);
        if (removesAdmin)
        {
            await RoleGrants.LockSiteAdminsAsync(db, cancellationToken);
            if (!await RoleGrants.OtherSiteAdminAsync(db, 0, cancellationToken))
                return PeopleService.LastAdmin;
        }

        return Result.Done<IReadOnlyList<long>>("", losing);
    }
}
