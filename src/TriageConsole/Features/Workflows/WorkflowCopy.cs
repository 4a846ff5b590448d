using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Workflows;

/// <summary>Copies tenants, workflows and their current weights to an empty database, by key; ids differ.</summary>
internal static class WorkflowCopy
{
    public static async Task CopyAsync(
        TriageDbContext source,
        IDbContextFactory<TriageDbContext> targets,
        CancellationToken cancellationToken
    )
    {
        await using var target = await targets.CreateDbContextAsync(cancellationToken);
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        foreach (var tenant in await source.Tenants.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken))
        {
            var workflows = await source
                .Workflows.AsNoTracking()
                .Include(w => w.SuspicionWeights)
                .Where(w => w.TenantId == tenant.Id)
                .OrderBy(w => w.Id)
                .ToListAsync(cancellationToken);
            tenant.Id = 0;
            target.Tenants.Add(tenant);
            await target.SaveChangesAsync(cancellationToken);
            foreach (var workflow in workflows)
            {
                var weights = workflow.SuspicionWeights;
                (workflow.Id, workflow.TenantId) = (0, tenant.Id);
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

        await transaction.CommitAsync(cancellationToken);
    }
}
