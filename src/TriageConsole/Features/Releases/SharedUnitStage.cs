using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Releases;

/// <summary>
/// Resets the search for shared tasks to before the new and the revised interactions of a batch. Ids are reserved before the workflow is
/// locked, so the search may already have passed higher ids. Both hold the same lock.
/// </summary>
internal sealed class SharedUnitStage : IIngestStage
{
    public Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken)
    {
        var added = unit.Interactions.Where(i => i.IsNew || i.IsRevised).Select(i => i.Row).ToList();
        if (added.Count == 0)
            return Task.CompletedTask;
        var (tenant, first, workflows) = (added[0].TenantId, added.Min(i => i.Id), added.Select(i => i.WorkflowId).Distinct().ToArray());
        unit.WriteLocked(token =>
            unit.Db.ArmComparisons.Where(c => c.TenantId == tenant && workflows.Contains(c.WorkflowId) && c.SearchedTo >= first)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.SearchedTo, first - 1), token)
        );
        return Task.CompletedTask;
    }
}
