using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>Finds the workflows that a person can see. It never returns data of a tenant without a grant.</summary>
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
    /// All workflows on which the person has the role (or is admin), by tenant and name. For paged lists use
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

    /// <summary>
    /// The ids of all these workflows, to decide whether a change concerns the person. It reads only the ids because there can be
    /// thousands.
    /// </summary>
    public async Task<IReadOnlySet<long>> IdsAsync(PersonAccess access, Role[] roles, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Workflows.InReach(access.Scope(roles)).Select(w => w.Id).ToListAsync(cancellationToken)).ToHashSet();
    }

    /// <summary>Whether a person's workflows belong to more than one tenant, so that lists must show the tenant.</summary>
    public async Task<bool> HasManyTenantsAsync(PersonAccess access, Role[] roles, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Workflows.InReach(access.Scope(roles)).Select(w => w.TenantId).Distinct().Take(2).CountAsync(cancellationToken) > 1;
    }

    /// <summary>The first workflows by name whose key or name contains the text, as suggestions in a field.</summary>
    public async Task<IReadOnlyList<WorkflowRef>> SuggestAsync(
        PersonAccess access,
        Role role,
        int count,
        string? find = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.InReach(access.Scope(role))
            .Named(find)
            .OrderBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .Take(count)
            .Select(AsRef)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The workflow for a typed text or a link: <c>tenant/key</c>, or the key alone.</summary>
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
    /// The workflow for a URL. Null if it does not exist or the person lacks the role on it, so the two cases cannot be distinguished from
    /// outside.
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
