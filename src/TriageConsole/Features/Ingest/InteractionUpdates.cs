using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Columns of stored interactions that later features compute. Each statement runs in the caller's transaction; the caller has locked the
/// interactions.
/// </summary>
internal static class InteractionUpdates
{
    public static Task AddLabelsAsync(TriageDbContext db, long[] interactions, int labels, CancellationToken cancellationToken) =>
        db
            .Interactions.Where(i => interactions.Contains(i.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.LabelCount, i => i.LabelCount + labels), cancellationToken);

    public static Task SetErrorClassAsync(TriageDbContext db, long[] interactions, short? value, CancellationToken cancellationToken) =>
        db
            .Interactions.Where(i => interactions.Contains(i.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.ErrorClass, value), cancellationToken);

    public static Task SetOverlapAsync(TriageDbContext db, long[] interactions, ArmOverlap value, CancellationToken cancellationToken) =>
        db
            .Interactions.Where(i => interactions.Contains(i.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Overlap, value), cancellationToken);
}
