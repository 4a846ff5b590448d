using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The lock of a workflow's counts and disagreements. One transaction at a time changes them.</summary>
internal static class AgreementLock
{
    /// <summary>Waits for the lock and keeps it until the end of the transaction.</summary>
    public static Task TakeAsync(TriageDbContext db, long workflowId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db
            .AgreementTurns.Where(t => t.WorkflowId == workflowId)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.CountedAt, now), cancellationToken);
}
