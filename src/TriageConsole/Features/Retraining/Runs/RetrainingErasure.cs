using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>
/// Empties what executors wrote about datasets with an erased person, because it can quote them. What was made from such a dataset is
/// listed in the certificate.
/// </summary>
internal sealed class RetrainingErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var runs = await db
            .RetrainingRuns.Where(r =>
                r.TenantId == unit.TenantId
                && db.DatasetItems.Any(i => i.VersionId == r.DatasetVersionId && interactions.Contains(i.InteractionId))
            )
            .Select(r => new { r.Id, r.ResultReleaseId })
            .ToListAsync(cancellationToken);
        if (runs.Count == 0)
            return;
        foreach (var run in runs.Where(r => r.ResultReleaseId is not null))
            unit.Exports.Add($"components {RunResults.NameOf(run.Id)}, made by a retraining");
        var ids = runs.ConvertAll(r => r.Id);
        unit.Count(
            "lines of retraining runs",
            await db
                .RetrainingEvents.Where(e => ids.Contains(e.RunId) && e.Kind == RetrainingEventKind.Output && e.Text != "")
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.Text, ""), cancellationToken)
        );
        // A result that waits to be registered: the run fails with the reason, because its dataset has changed.
        await db
            .RetrainingRuns.Where(r => ids.Contains(r.Id) && r.Received != null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(
                        r => r.Received,
                        """{"status":"failed","message":"The dataset changed by erasure before the result was registered."}"""
                    ),
                cancellationToken
            );
    }
}
