using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Rollups;

/// <summary>Applies the changes of a batch to rollups and windows.</summary>
internal sealed class RollupStage : IIngestStage
{
    public Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken)
    {
        var rollups = new RollupChanges();
        // The backfill adds interactions that are not in the rollups yet, in their state at that time.
        foreach (var i in unit.Interactions.Where(i => i.IsChanged && i.Row.IsRolledUp))
        {
            if (i.Before is { } before)
                rollups.Remove(before, i.SignalsBefore);
            rollups.Add(i.Row, i.Signals);
        }

        unit.WriteLocked(token => rollups.StoreAsync(unit.Db, unit.Statements, unit.Now, token));
        return Task.CompletedTask;
    }
}
