using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>Lists people, and the tenants and workflows on which roles can be granted. All lists are limited in size.</summary>
public sealed class PeopleReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The maximum number of places in the list. Other places are found by name.</summary>
    private const int MaxPlaces = 50;

    /// <summary>The number of people whose roles are read at once for a file.</summary>
    private const int Chunk = 500;

    private static readonly SortKeys<Listed> Sorts = new SortKeys<Listed>()
        .Add("name", u => u.Name)
        .Add("email", u => u.Email)
        .AddOptional("seen", u => u.LastSeenAt);

    /// <summary>A page of the people in the scope of the admin whose name or email contains the text.</summary>
    public async Task<GridPage<PersonRow>> ListAsync(
        PersonAccess access,
        string? find = null,
        GridQuery? query = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await Ordered(db, access, find, query ?? new()).ToGridPageAsync(query ?? new(), cancellationToken);
        var rows = await RowsAsync(db, access, page.Items, cancellationToken);
        return new GridPage<PersonRow>(rows, page.Total, page.HasMore, page.Number);
    }

    /// <summary>The person's own roles in words.</summary>
    public async Task<IReadOnlyList<string>> RoleNamesAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grants = await (
            from g in db.RoleGrants.Where(g => g.UserId == access.UserId)
            join t in db.Tenants on g.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on g.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            orderby g.Role, t.Key, w.Key
            select new
            {
                g.Role,
                Tenant = t.Key,
                Workflow = w.Key,
            }
        ).ToListAsync(cancellationToken);
        // A role by hand and by a group is one role.
        return [.. grants.Select(g => RoleNames.Of(g.Role, g.Tenant, g.Workflow)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The list without pages, for a file.</summary>
    public async IAsyncEnumerable<PersonRow> ReadAsync(
        PersonAccess access,
        string? find,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await Ordered(db, access, find, query).Take(CsvDownload.MaxRows).ToListAsync(cancellationToken);
        foreach (var chunk in people.Chunk(Chunk))
        foreach (var row in await RowsAsync(db, access, chunk, cancellationToken))
            yield return row;
    }

    private static IOrderedQueryable<Listed> Ordered(TriageDbContext db, PersonAccess access, string? find, GridQuery query)
    {
        var (everywhere, tenants, workflows) = access.Scope(Role.Admin);
        // Admins see the roles that they can grant: an admin of a tenant sees all roles in it, an admin of a workflow only the roles of
        // that workflow.
        var grantsSeen = db.RoleGrants.Where(g =>
            everywhere
            || (
                g.TenantId != null
                && (tenants.Contains(g.TenantId.Value) || (g.WorkflowId != null && workflows.Contains(g.WorkflowId.Value)))
            )
        );
        var offersSeen = db.RoleOffers.Where(o =>
            everywhere
            || (
                o.TenantId != null
                && (tenants.Contains(o.TenantId.Value) || (o.WorkflowId != null && workflows.Contains(o.WorkflowId.Value)))
            )
        );
        var removedSeen = db.RemovedRoles.Where(r =>
            everywhere
            || (
                r.TenantId != null
                && (tenants.Contains(r.TenantId.Value) || (r.WorkflowId != null && workflows.Contains(r.WorkflowId.Value)))
            )
        );
        var users = everywhere
            ? db.Users
            : db.Users.Where(u =>
                grantsSeen.Any(g => g.UserId == u.Id) || offersSeen.Any(o => o.UserId == u.Id) || removedSeen.Any(r => r.UserId == u.Id)
            );
        if (Paging.Contains(find) is { } part)
        {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
            // For a person with only an offer, this admin may see nothing except the email address.
            users = users.Where(u =>
                (
                    (everywhere || grantsSeen.Any(g => g.UserId == u.Id) || removedSeen.Any(r => r.UserId == u.Id))
                    && u.DisplayName.ToLower().IndexOf(part) >= 0
                )
                || u.Email!.ToLower().IndexOf(part) >= 0
            );
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        var rows = users.Select(u => new Listed
        {
            Id = u.Id,
            Email = u.Email!,
            Name = u.DisplayName,
            HasPassword = u.PasswordHash != null,
            HasTwoFactor = u.TwoFactorEnabled,
            DisabledAt = u.DisabledAt,
            LastSeenAt = u.LastSeenAt,
        });
        return (Sorts.Apply(rows, query) ?? rows.OrderBy(u => u.DisabledAt != null).ThenBy(u => u.Name))
            .ThenBy(u => u.Email)
            .ThenBy(u => u.Id);
    }

    private static async Task<List<PersonRow>> RowsAsync(
        TriageDbContext db,
        PersonAccess access,
        IReadOnlyList<Listed> users,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<PersonRow>();
        long[] ids = [.. users.Select(u => u.Id)];
        var grants = await RoleGrants.GrantsOfAsync(db, ids, cancellationToken);
        var offers = await RoleGrants.OffersOfAsync(db, ids, cancellationToken);
        var removed = await RoleGrants.RemovedOfAsync(db, ids, cancellationToken);
        var guarded = access.IsSiteAdmin ? [] : await RoleGrants.OnlyForSiteAdminsAsync(db, ids, cancellationToken);
        foreach (var user in users)
        {
            var all = grants[user.Id].ToList();
            var visible = all.Where(g => RoleGrants.MayGive(access, g)).ToList();
            var pending = offers[user.Id].Where(o => RoleGrants.MayGive(access, o)).ToList();
            var gone = removed[user.Id].Where(r => RoleGrants.MayGive(access, r.TenantId, r.WorkflowId)).ToList();
            // Never list a person if the admin can see none of their roles.
            if (visible.Count + pending.Count + gone.Count == 0 && !access.IsSiteAdmin)
                continue;
            if (visible.Count + gone.Count == 0 && !access.IsSiteAdmin)
                rows.Add(new PersonRow(user.Id, user.Email, user.Email, false, false, null, null, false, pending, []));
            else
                rows.Add(
                    new PersonRow(
                        user.Id,
                        user.Email,
                        user.Name,
                        user.HasPassword,
                        user.HasTwoFactor,
                        user.DisabledAt,
                        user.LastSeenAt,
                        visible.Count == all.Count && (visible.Count > 0 || access.IsSiteAdmin) && !guarded.Contains(user.Id),
                        [.. visible, .. pending],
                        visible.Count + pending.Count == 0 ? gone : []
                    )
                );
        }

        return rows;
    }

    /// <summary>An account in the list, before its roles are read.</summary>
    private sealed class Listed
    {
        public required long Id { get; init; }

        public required string Email { get; init; }

        public required string Name { get; init; }

        public required bool HasPassword { get; init; }

        public required bool HasTwoFactor { get; init; }

        public required DateTimeOffset? DisabledAt { get; init; }

        public required DateTimeOffset? LastSeenAt { get; init; }
    }

    /// <summary>The places where the admin can grant roles: the first ones, or those whose tenant or workflow contains the text.</summary>
    public async Task<IReadOnlyList<GrantPlace>> FindPlacesAsync(
        PersonAccess access,
        string? find,
        CancellationToken cancellationToken = default
    )
    {
        var scope = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var places = (await TenantsAsync(db, scope, find, cancellationToken))
            .Select(t => new GrantPlace(t, null, $"{t}: all workflows"))
            .ToList();
        var (everywhere, tenants, single) = scope;
        var workflows = db.Workflows.Where(w => everywhere || tenants.Contains(w.TenantId) || single.Contains(w.Id));
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
        if (Paging.Contains(find) is { } part)
            workflows = workflows.Where(w =>
                w.Key.ToLower().IndexOf(part) >= 0 || w.Name.ToLower().IndexOf(part) >= 0 || w.Tenant!.Key.ToLower().IndexOf(part) >= 0
            );
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        places.AddRange(
            (
                await workflows
                    .OrderBy(w => w.Tenant!.Key)
                    .ThenBy(w => w.Name)
                    .ThenBy(w => w.Id)
                    .Take(MaxPlaces)
                    .Select(w => new
                    {
                        Tenant = w.Tenant!.Key,
                        w.Key,
                        w.Name,
                    })
                    .ToListAsync(cancellationToken)
            ).Select(w => new GrantPlace(w.Tenant, w.Key, $"{w.Tenant}: {w.Name}"))
        );
        if (access.IsSiteAdmin)
            places.Add(new GrantPlace(null, null, "Everywhere (admin only)"));
        return places;
    }

    /// <summary>The first tenants that the person administers as a whole.</summary>
    public async Task<IReadOnlyList<string>> TenantsAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await TenantsAsync(db, access.Scope(Role.Admin), null, cancellationToken);
    }

    private static Task<List<string>> TenantsAsync(
        Data.TriageDbContext db,
        AccessScope scope,
        string? find,
        CancellationToken cancellationToken
    )
    {
        var (everywhere, tenants, _) = scope;
        var rows = db.Tenants.Where(t => everywhere || tenants.Contains(t.Id));
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
        if (Paging.Contains(find) is { } part)
            rows = rows.Where(t => t.Key.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        return rows.OrderBy(t => t.Key).Take(MaxPlaces).Select(t => t.Key).ToListAsync(cancellationToken);
    }

    /// <summary>The person, if all their roles are in the scope of the admin. Otherwise null.</summary>
    internal static async Task<PersonRow?> ManageableAsync(
        TriageDbContext db,
        PersonAccess access,
        long userId,
        CancellationToken cancellationToken
    )
    {
        if (!await RoleGrants.IsWithinReachAsync(db, access, userId, cancellationToken))
            return null;
        return await db
            .Users.Where(u => u.Id == userId)
            .Select(u => new PersonRow(
                u.Id,
                u.Email!,
                u.DisplayName,
                u.PasswordHash != null,
                u.TwoFactorEnabled,
                u.DisabledAt,
                u.LastSeenAt,
                true,
                Array.Empty<PersonGrant>(),
                Array.Empty<RemovedGrant>()
            ))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
