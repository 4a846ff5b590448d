using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Workflows;

/// <summary>Writes rows of workflows in the transaction of another feature.</summary>
internal static class WorkflowRows
{
    /// <summary>Adds unconfigured workflows.</summary>
    public static async Task AddAsync(
        TriageDbContext db,
        long tenantId,
        IEnumerable<string> keys,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        db.Workflows.AddRange(
            keys.Select(key => new Workflow
            {
                TenantId = tenantId,
                Key = key,
                Name = key,
                CreatedAt = now,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Sets the share of traffic that the audit sample selects.</summary>
    public static Task SetAuditProbabilityAsync(
        TriageDbContext db,
        long workflowId,
        double probability,
        CancellationToken cancellationToken
    ) =>
        db
            .Workflows.Where(w => w.Id == workflowId)
            .ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditProbability, probability), cancellationToken);
}
