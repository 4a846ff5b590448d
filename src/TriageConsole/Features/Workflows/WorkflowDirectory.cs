using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>A workflow as other features name it.</summary>
public sealed record WorkflowRef(long Id, long TenantId, string TenantKey, string Key, string Name, bool Configured, long? ActiveRubricVersionId)
{
    /// <summary>What an address says of it: <c>support.airline?tenant=acme</c>; the same key may stand in two tenants.</summary>
    public string Address => Addresses.Segment(Key) + Addresses.Query(("tenant", TenantKey));

    /// <summary>The same for pages that are narrowed to it: <c>?workflow=support.airline&amp;tenant=acme</c>.</summary>
    public string Query => Addresses.Query(("workflow", Key), ("tenant", TenantKey));
}

/// <summary>Finds workflows a person may see. Nothing of a tenant without a grant is ever returned.</summary>
public sealed class WorkflowDirectory(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>All workflows on which the person has the role (or is admin), by tenant and name.</summary>
    public async Task<IReadOnlyList<WorkflowRef>> ListAsync(PersonAccess access, Role role, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var everywhere = access.IsSiteAdmin;
        var tenants = access.Grants.Where(g => g.TenantId is not null).Select(g => g.TenantId!.Value).Distinct().ToArray();
        var rows = await db.Workflows.Where(w => everywhere || tenants.Contains(w.TenantId))
            .OrderBy(w => w.Tenant!.Key).ThenBy(w => w.Name)
            .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
            .ToListAsync(cancellationToken);
        return rows.Where(w => access.Has(role, w.TenantId, w.Id)).ToList();
    }

    /// <summary>The workflow an address names, or null where there is none or the person lacks the role on it: the two look the same from outside.</summary>
    public async Task<WorkflowRef?> FindAsync(PersonAccess access, Role role, string key, string? tenantKey, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Workflows.Where(w => w.Key == key && (tenantKey == null || w.Tenant!.Key == tenantKey))
            .OrderBy(w => w.Id)
            .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
            .ToListAsync(cancellationToken);
        return rows.FirstOrDefault(w => access.Has(role, w.TenantId, w.Id));
    }
}

internal static class WorkflowsFeature
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) => services.AddSingleton<WorkflowDirectory>().AddSingleton<WorkflowService>();
}
