using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labels;

/// <summary>Changes stored labels in the transaction of another feature.</summary>
internal static class LabelChanges
{
    /// <summary>
    /// Stores a revision of a label. The label stays with its answers, but is no longer current. False if it was not current.
    /// </summary>
    public static async Task<bool> ReviseAsync(TriageDbContext db, long labelId, Label revision, CancellationToken cancellationToken)
    {
        var replaced = await db
            .Labels.Where(l => l.Id == labelId && l.IsCurrent)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false), cancellationToken);
        if (replaced == 0)
            return false;
        db.Labels.Add(revision);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Marks labels as counted or not counted by the agreement.</summary>
    public static Task SetCountedAsync(IQueryable<Label> labels, bool isCounted, CancellationToken cancellationToken) =>
        labels.ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCounted, isCounted), cancellationToken);
}
