using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Budget;

/// <summary>Deletes what is known of an erased user as a source of feedback.</summary>
internal sealed class FeedbackSourceErasure : IErasurePart
{
    public Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var workflows = db.Workflows.Where(w => w.TenantId == unit.TenantId).Select(w => w.Id);
        unit.Count(
            "rows of feedback trust",
            await db
                .FeedbackSourceComparisons.Where(c => c.UserId == unit.UserId && workflows.Contains(c.WorkflowId))
                .ExecuteDeleteAsync(cancellationToken)
                + await db
                    .FeedbackSourceWindows.Where(w => w.UserId == unit.UserId && workflows.Contains(w.WorkflowId))
                    .ExecuteDeleteAsync(cancellationToken)
                + await db
                    .FeedbackSources.Where(s => s.UserId == unit.UserId && workflows.Contains(s.WorkflowId))
                    .ExecuteDeleteAsync(cancellationToken)
        );
    }
}
