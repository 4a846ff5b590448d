using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Account.Groups;

/// <summary>Lists groups and their members, for admins of the whole installation.</summary>
public sealed class PersonGroupReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The maximum number of groups in the list. Other groups are found by name.</summary>
    public const int MaxGroups = 200;

    /// <summary>The maximum number of members on the page of a group.</summary>
    public const int MaxMembers = 500;

    /// <summary>The first groups by name whose name contains the text.</summary>
    public async Task<IReadOnlyList<PersonGroupRow>> ListAsync(
        PersonAccess access,
        string? find = null,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.IsSiteAdmin)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = db.PersonGroups.AsNoTracking();
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
        if (Paging.Contains(find) is { } part)
            groups = groups.Where(g => g.Name.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        var rows = await groups
            .OrderBy(g => g.Name)
            .ThenBy(g => g.Id)
            .Take(MaxGroups)
            .Select(g => new
            {
                g.Id,
                g.Name,
                g.IsProvisioned,
                g.UpdatedAt,
                Members = db.PersonGroupMembers.Count(m => m.GroupId == g.Id),
            })
            .ToListAsync(cancellationToken);
        var roles = await RolesAsync(db, [.. rows.Select(r => r.Id)], cancellationToken);
        return [.. rows.Select(r => new PersonGroupRow(r.Id, r.Name, r.IsProvisioned, r.Members, [.. roles[r.Id]], r.UpdatedAt))];
    }

    /// <summary>The group, or null if it does not exist or the person is no site admin.</summary>
    public async Task<PersonGroupDetail?> FindAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        if (!access.IsSiteAdmin)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.PersonGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } group)
            return null;
        var count = await db.PersonGroupMembers.CountAsync(m => m.GroupId == id, cancellationToken);
        var members = await db
            .PersonGroupMembers.Where(m => m.GroupId == id)
            .OrderBy(m => m.User!.DisplayName)
            .ThenBy(m => m.UserId)
            .Take(MaxMembers)
            .Select(m => new GroupPerson(m.UserId, m.User!.DisplayName, m.User.Email!, m.User.DisabledAt != null, m.AddedAt))
            .ToListAsync(cancellationToken);
        var roles = await RolesAsync(db, [id], cancellationToken);
        return new PersonGroupDetail(
            id,
            group.Name,
            group.RowVersion,
            group.IsProvisioned,
            group.ExternalId,
            count,
            members,
            [.. roles[id]]
        );
    }

    private static async Task<ILookup<long, GroupRoleRow>> RolesAsync(
        TriageDbContext db,
        long[] groups,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from r in db.PersonGroupRoles.Where(r => groups.Contains(r.GroupId))
            join t in db.Tenants on r.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on r.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            orderby t.Key, w.Key, r.Role
            select new { r.GroupId, Role = new GroupRoleRow(r.Id, r.Role, t.Key, w.Key, r.AddedAt, r.AddedBy) }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.GroupId, r => r.Role);
    }
}
