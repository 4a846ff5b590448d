using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Lists;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Components.Lists;

/// <summary>
/// Saves the state of lists under a name. A view is shared with one tenant, because its filters can name workflows of that tenant.
/// </summary>
public sealed class SavedViewService(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    /// <summary>More views in one menu are no help.</summary>
    private const int MaxViews = 100;

    private const int MaxTeams = 50;

    /// <summary>The person's own views of a page, and those that are shared with their tenants.</summary>
    public async Task<IReadOnlyList<SavedViewRow>> ListAsync(
        PersonAccess access,
        string page,
        CancellationToken cancellationToken = default
    )
    {
        var (everywhere, tenants) = TenantsOf(access);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SavedViews.Where(v =>
                v.Page == page && (v.UserId == access.UserId || (v.TenantId != null && (everywhere || tenants.Contains(v.TenantId.Value))))
            )
            .OrderBy(v => v.Name)
            .ThenBy(v => v.Id)
            .Take(MaxViews)
            .Select(v => new SavedViewRow(
                v.Id,
                v.Name,
                v.Query,
                v.User!.DisplayName,
                v.UserId == access.UserId,
                db.Tenants.Where(t => t.Id == v.TenantId).Select(t => t.Key).SingleOrDefault()
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The tenants that the person can share a view with.</summary>
    public async Task<IReadOnlyList<Team>> TeamsAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var (everywhere, tenants) = TenantsOf(access);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Tenants.Where(t => everywhere || tenants.Contains(t.Id))
            .OrderBy(t => t.Key)
            .Take(MaxTeams)
            .Select(t => new Team(t.Id, t.Key))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Saves a view. A view of the same person, page and name is replaced.</summary>
    public async Task<Result> SaveAsync(
        PersonAccess access,
        string page,
        string query,
        NewView view,
        CancellationToken cancellationToken = default
    )
    {
        var name = Core.Texts.Storable(view.Name.Trim());
        if (access.IsNobody)
            return Error.NotFound("The session has ended. Sign in again.");
        if (name.Length is 0 or > SavedView.NameLength)
            return Error.Invalid($"A name has 1 to {SavedView.NameLength} characters.");
        if (page.Length > SavedView.PageLength || query.Length > SavedView.QueryLength)
            return Error.Invalid("The filters of this list are too long to save.");
        var (everywhere, tenants) = TenantsOf(access);
        if (view.TenantId is { } tenant && !everywhere && !tenants.Contains(tenant))
            return Error.NotFound("You have no role in this tenant.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var saved = await db
            .SavedViews.Where(v => v.UserId == access.UserId && v.Page == page && v.Name == name)
            .SingleOrDefaultAsync(cancellationToken);
        if (saved is null)
            db.SavedViews.Add(
                saved = new SavedView
                {
                    UserId = access.UserId,
                    Page = page,
                    Name = name,
                    Query = query,
                }
            );
        (saved.Query, saved.TenantId, saved.SavedAt) = (query, view.TenantId, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict($"The view {name} was saved in another window at the same time. Save it again to replace it.");
        }

        return Result.Done($"The view {name} is saved.");
    }

    /// <summary>Deletes a view of the person.</summary>
    public async Task DeleteAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SavedViews.Where(v => v.Id == id && v.UserId == access.UserId).ExecuteDeleteAsync(cancellationToken);
    }

    private static (bool Everywhere, long[] Tenants) TenantsOf(PersonAccess access) =>
        (
            access.Grants.Any(g => g.TenantId is null),
            [.. access.Grants.Where(g => g.TenantId is not null).Select(g => g.TenantId!.Value).Distinct()]
        );
}
