using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <inheritdoc/>
internal sealed class LabelCounts(TimeProvider time) : ILabelCounts
{
    /// <inheritdoc/>
    public Task LockAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default) =>
        AgreementLock.TakeAsync(db, workflowId, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public Task CountImportedAgainAsync(
        TriageDbContext db,
        long workflowId,
        string[] questions,
        CancellationToken cancellationToken = default
    ) =>
        LabelChanges.SetCountedAsync(
            db.Labels.Where(l =>
                l.WorkflowId == workflowId
                && l.IsCurrent
                && l.IsCounted
                && l.AssignmentId == null
                && db.LabelAnswers.Any(a => a.LabelId == l.Id && questions.Contains(a.Criterion))
            ),
            false,
            cancellationToken
        );

    /// <inheritdoc/>
    public Task CountDisputesAgainAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default) =>
        LabelChanges.SetCountedAsync(
            db.Labels.Where(l =>
                l.WorkflowId == workflowId
                && l.IsCurrent
                && l.IsCounted
                && db.Disagreements.Any(d => d.InteractionId == l.InteractionId && d.State == DisagreementState.Open)
            ),
            false,
            cancellationToken
        );
}
