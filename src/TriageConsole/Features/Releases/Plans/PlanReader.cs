using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>Reads the plans of a workflow. The caller has checked the rights.</summary>
internal static class PlanReader
{
    private const int MaxPlans = 50;

    /// <summary>The open plans first, then those that ended, the newest first.</summary>
    public static async Task<IReadOnlyList<PlanRow>> OfAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        var plans = await db
            .ReleasePlans.AsNoTracking()
            .Include(p => p.Steps)
            .Where(p => p.TenantId == tenantId && p.WorkflowId == workflowId)
            .OrderBy(p => p.EndedAt != null)
            .ThenByDescending(p => p.Id)
            .Take(MaxPlans)
            .ToListAsync(cancellationToken);
        var ids = plans.Select(p => p.ReleaseId).Distinct().ToArray();
        var names = await db.Releases.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
        return plans.ConvertAll(p => new PlanRow(
            p.Id,
            p.ReleaseId,
            names[p.ReleaseId],
            p.Kind,
            p.State,
            p.StartsAt,
            p.Step,
            p.NextStepAt,
            p.HeldBecause,
            p.CreatedBy,
            p.CreatedAt,
            p.EndedAt,
            p.EndReason,
            p.RowVersion,
            [
                .. p
                    .Steps.OrderBy(s => s.Number)
                    .Select(s => new PlanStepRow(s.Number, s.Share, TimeSpan.FromMinutes(s.HoldMinutes), s.StartedAt)),
            ]
        ));
    }
}
