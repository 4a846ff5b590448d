using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Labeling;

/// <summary>Deletes the drafts and removes the notes of flags of erased interactions.</summary>
internal sealed class LabelingErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        unit.Count(
            "drafts",
            await db
                .LabelDrafts.Where(d =>
                    db.Assignments.Any(a =>
                        a.Id == d.AssignmentId && db.QueueItems.Any(q => q.Id == a.QueueItemId && interactions.Contains(q.InteractionId))
                    )
                )
                .ExecuteDeleteAsync(cancellationToken)
        );
        unit.Count(
            "notes of flags",
            await db
                .FlagEntries.Where(e => interactions.Contains(e.Flag!.InteractionId) && e.Text != "")
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.Text, ""), cancellationToken)
        );
        unit.Count(
            "notes of flags",
            await db
                .Flags.Where(f => interactions.Contains(f.InteractionId) && (f.Note != "" || f.ResolutionNote != ""))
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.Note, "").SetProperty(f => f.ResolutionNote, ""), cancellationToken)
        );
    }
}
