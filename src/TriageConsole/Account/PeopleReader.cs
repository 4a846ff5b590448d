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

    /// <summary>A page of the people in the scope of the admin whose name or email contains the text.</summary>
    public async Task<ListPage<PersonRow>> ListAsync(
        PersonAccess access,
        string? find = null,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        var (everywhere, tenants, workflows) = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
        var users = everywhere
            ? db.Users
            : db.Users.Where(u => grantsSeen.Any(g => g.UserId == u.Id) || offersSeen.Any(o => o.UserId == u.Id));
        if (Paging.Contains(find) is { } part)
        {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
            // For a person with only an offer, this admin may see nothing except the email address.
            users = users.Where(u =>
                ((everywhere || grantsSeen.Any(g => g.UserId == u.Id)) && u.DisplayName.ToLower().IndexOf(part) >= 0)
                || u.Email!.ToLower().IndexOf(part) >= 0
            );
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        var found = await users
            .OrderBy(u => u.DisabledAt != null)
            .ThenBy(u => u.DisplayName)
            .ThenBy(u => u.Email)
            .ThenBy(u => u.Id)
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.DisplayName,
                HasPassword = u.PasswordHash != null,
                u.DisabledAt,
            })
            .ToPageAsync(page, Paging.Rows, cancellationToken);
        var rows = new List<PersonRow>();
        long[] ids = [.. found.Items.Select(u => u.Id)];
        var grants = await RoleGrants.GrantsOfAsync(db, ids, cancellationToken);
        var offers = await RoleGrants.OffersOfAsync(db, ids, cancellationToken);
        foreach (var user in found.Items)
        {
            var all = grants[user.Id].ToList();
            var visible = all.Where(g => RoleGrants.MayGive(access, g)).ToList();
            var pending = offers[user.Id].Where(o => RoleGrants.MayGive(access, o)).ToList();
            // Never list a person if the admin can see none of their roles.
            if (visible.Count + pending.Count == 0 && !access.IsSiteAdmin)
                continue;
            if (visible.Count == 0 && !access.IsSiteAdmin)
                rows.Add(new PersonRow(user.Id, user.Email!, user.Email!, false, null, false, pending));
            else
                rows.Add(
                    new PersonRow(
                        user.Id,
                        user.Email!,
                        user.DisplayName,
                        user.HasPassword,
                        user.DisabledAt,
                        visible.Count == all.Count,
                        [.. visible, .. pending]
                    )
                );
        }

        return found.With<PersonRow>(rows);
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
}
