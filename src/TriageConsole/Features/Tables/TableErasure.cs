using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Tables;

/// <summary>
/// Finds the files of scheduled exports that have rows of an erased user. They are listed in the certificate and marked on the page, where
/// a lead deletes them or writes them again.
/// </summary>
internal sealed class TableErasure(TimeProvider time) : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var files = await unit
            .Db.TableExports.Where(e =>
                e.TenantId == unit.TenantId
                && unit.Db.Interactions.Any(i =>
                    interactions.Contains(i.Id)
                    && i.WorkflowId == e.WorkflowId
                    && i.Timestamp >= e.FromTime
                    && i.Timestamp < e.ToTime
                    && i.ReceivedAt <= e.CreatedAt
                )
            )
            .ToListAsync(cancellationToken);
        foreach (var file in files)
        {
            file.ErasedAt = now;
            if (unit.Exports.Add(file.Name))
                unit.Count("scheduled exports to delete", 1);
        }
    }
}
