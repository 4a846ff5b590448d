using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The tenant and workflow of a run, its candidate and the live release.</summary>
internal sealed record EvalPlace(long TenantId, long WorkflowId, Release Candidate, Release? Live)
{
    public static async Task<EvalPlace?> FindAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        long releaseId,
        CancellationToken cancellationToken
    )
    {
        var candidate = await db
            .Releases.AsNoTracking()
            .Include(r => r.Components)
                .ThenInclude(c => c.ComponentVersion)
            .SingleOrDefaultAsync(r => r.Id == releaseId && r.WorkflowId == workflowId && r.TenantId == tenantId, cancellationToken);
        var live = await db
            .Releases.AsNoTracking()
            .SingleOrDefaultAsync(r => r.WorkflowId == workflowId && r.State == ReleaseState.Live, cancellationToken);
        return candidate is null ? null : new EvalPlace(tenantId, workflowId, candidate, live);
    }
}
