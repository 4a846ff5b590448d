using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Triage;

/// <summary>Assigns the scored interactions of a batch to the two samples, and ranks the items of stored interactions again.</summary>
internal sealed class TriageStage : IIngestStage
{
    public async Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken)
    {
        var changed = unit.Interactions.Where(i => i.IsChanged).ToList();
        if (changed.Count == 0)
            return;
        var admission = await SampleAdmission.LoadAsync(unit.Db, changed, unit.Now, cancellationToken);
        foreach (var i in changed)
            unit.Count(i.Workflow.Id, new CounterChange(OpenSlots: admission.Admit(i)));
        unit.Write(async token =>
        {
            await admission.StoreAsync(unit.Db, unit.Statements, token);
            if (changed.Exists(i => !i.IsNew))
                await unit.Statements.ApplyStagedPrioritiesAsync(unit.Db, unit.StagingId, token);
        });
    }
}
