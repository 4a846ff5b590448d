using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>What a person may see, as part of a query.</summary>
internal static class WorkflowScope
{
    public static IQueryable<Workflow> InReach(this IQueryable<Workflow> workflows, AccessScope scope)
    {
        var (everywhere, tenants, single) = (scope.Everywhere, scope.Tenants, scope.Workflows);
        return everywhere ? workflows : workflows.Where(w => tenants.Contains(w.TenantId) || single.Contains(w.Id));
    }

    /// <summary>Those whose key or name contains the text; all where there is none.</summary>
    public static IQueryable<Workflow> Named(this IQueryable<Workflow> workflows, string? find)
    {
        if (Paging.Contains(find) is not { } part)
            return workflows;
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to SQL's lower(), which knows no .NET culture.
        return workflows.Where(w => w.Key.ToLower().IndexOf(part) >= 0 || w.Name.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
    }
}
