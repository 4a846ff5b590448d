using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Labeling;

/// <summary>Deletes the drafts and removes the notes of flags of erased interactions.</summary>
internal sealed class LabelingErasure : IErasurePart
{
    private const string Erased = "[erased]";

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
                .FlagEntries.Where(e => interactions.Contains(e.Flag!.InteractionId) && e.Text != "" && e.Text != Erased)
                // A reply is nothing without a text, so the database demands one.
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.Text, e => e.Kind == FlagEntryKind.Reply ? Erased : ""), cancellationToken)
        );
        unit.Count(
            "notes of flags",
            await db
                .Flags.Where(f => interactions.Contains(f.InteractionId) && (f.Note != "" || f.ResolutionNote != ""))
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.Note, "").SetProperty(f => f.ResolutionNote, ""), cancellationToken)
        );
    }
}
