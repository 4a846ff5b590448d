using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Workflows;

/// <summary>Copies the workflows of a tenant with their settings and current weights to another database; ids differ.</summary>
internal static class WorkflowCopy
{
    /// <param name="source">The database to read.</param>
    /// <param name="sourceTenant">The tenant there.</param>
    /// <param name="target">The database to write, with an open transaction.</param>
    /// <param name="targetTenant">The tenant there; it has no workflows.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public static async Task CopyAsync(
        TriageDbContext source,
        long sourceTenant,
        TriageDbContext target,
        long targetTenant,
        CancellationToken cancellationToken
    )
    {
        var workflows = await source
            .Workflows.AsNoTracking()
            .Include(w => w.SuspicionWeights)
            .Where(w => w.TenantId == sourceTenant)
            .OrderBy(w => w.Id)
            .ToListAsync(cancellationToken);
        foreach (var workflow in workflows)
        {
            var weights = workflow.SuspicionWeights;
            (workflow.Id, workflow.TenantId) = (0, targetTenant);
            (workflow.OwnerId, workflow.ActiveRubricVersionId) = (null, null);
            (workflow.SuspicionWeights, workflow.SuspicionWeightsId) = (null, null);
            target.Workflows.Add(workflow);
            await target.SaveChangesAsync(cancellationToken);
            if (weights is null)
                continue;
            (weights.Id, weights.WorkflowId) = (0, workflow.Id);
            workflow.SuspicionWeights = weights;
            await target.SaveChangesAsync(cancellationToken);
        }
    }
}
