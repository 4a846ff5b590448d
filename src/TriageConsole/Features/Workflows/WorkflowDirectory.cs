using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>Finds workflows a person may see. Nothing of a tenant without a grant is ever returned.</summary>
public sealed class WorkflowDirectory(IDbContextFactory<TriageDbContext> contexts)
{
    internal static readonly Expression<Func<Workflow, WorkflowRef>> AsRef = w => new WorkflowRef(
        w.Id,
        w.TenantId,
        w.Tenant!.Key,
        w.Key,
        w.Name,
        w.Configured,
        w.ActiveRubricVersionId
    );

    /// <summary>
    /// All workflows on which the person has the role (or is admin), by tenant and name. For lists of a page,
    /// <see cref="WorkflowService.PageAsync"/>.
    /// </summary>
    public async Task<IReadOnlyList<WorkflowRef>> ListAsync(PersonAccess access, Role role, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.InReach(access.Scope(role))
            .OrderBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .Select(AsRef)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The numbers of all of them: a few bytes each, to tell whether a change concerns the person.</summary>
    public async Task<IReadOnlySet<long>> IdsAsync(PersonAccess access, Role[] roles, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Workflows.InReach(access.Scope(roles)).Select(w => w.Id).ToListAsync(cancellationToken)).ToHashSet();
    }

    /// <summary>Whether the workflows of a person are of more than one tenant, so that lists name it.</summary>
    public async Task<bool> HasManyTenantsAsync(PersonAccess access, Role[] roles, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Workflows.InReach(access.Scope(roles)).Select(w => w.TenantId).Distinct().Take(2).CountAsync(cancellationToken) > 1;
    }

    /// <summary>The first workflows by name, to be offered where one is chosen; whoever looks for another types its name.</summary>
    public async Task<IReadOnlyList<WorkflowRef>> SuggestAsync(
        PersonAccess access,
        Role role,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.InReach(access.Scope(role))
            .OrderBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .Take(count)
            .Select(AsRef)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The workflow that a person typed or a link names: <c>tenant/key</c>, or the key alone.</summary>
    public async Task<WorkflowRef?> FindPlaceAsync(
        PersonAccess access,
        Role role,
        string place,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.InReach(access.Scope(role))
            .Where(w => w.Tenant!.Key + "/" + w.Key == place || w.Key == place)
            .OrderBy(w => w.Tenant!.Key + "/" + w.Key == place ? 0 : 1)
            .ThenBy(w => w.Id)
            .Select(AsRef)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// The workflow an address names, or null where there is none or the person lacks the role on it: the two look the same from outside.
    /// </summary>
    public async Task<WorkflowRef?> FindAsync(
        PersonAccess access,
        Role role,
        string key,
        string? tenantKey,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Workflows.Where(w => w.Key == key && (tenantKey == null || w.Tenant!.Key == tenantKey))
            .OrderBy(w => w.Id)
            .Select(AsRef)
            .ToListAsync(cancellationToken);
        return rows.FirstOrDefault(w => access.Has(role, w.TenantId, w.Id));
    }
}
