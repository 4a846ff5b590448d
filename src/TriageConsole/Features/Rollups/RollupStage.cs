using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Rollups;

/// <summary>Takes what a batch changes into the rollups and windows.</summary>
internal sealed class RollupStage : IIngestStage
{
    public Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken)
    {
        var rollups = new RollupChanges();
        // One that is stored and not in the rollups yet comes to them later, as it is then.
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
