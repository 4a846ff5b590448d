using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>Filters queries to the workflows that a person can see.</summary>
internal static class WorkflowScope
{
    public static IQueryable<Workflow> InReach(this IQueryable<Workflow> workflows, AccessScope scope)
    {
        var (everywhere, tenants, single) = (scope.Everywhere, scope.Tenants, scope.Workflows);
        return everywhere ? workflows : workflows.Where(w => tenants.Contains(w.TenantId) || single.Contains(w.Id));
    }

    /// <summary>Workflows whose key or name contains the text; all if it is empty.</summary>
    public static IQueryable<Workflow> Named(this IQueryable<Workflow> workflows, string? find)
    {
        if (Paging.Contains(find) is not { } part)
            return workflows;
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // SQL's lower() without a .NET culture.
        return workflows.Where(w => w.Key.ToLower().IndexOf(part) >= 0 || w.Name.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
    }
}
