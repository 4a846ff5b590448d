using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Datasets;

/// <summary>
/// Removes the salts, input hashes and answers of erased interactions from manifests, so that the row hashes that stay confirm no guess of
/// a text. The versions are listed in the certificate, because files with them can be elsewhere.
/// </summary>
internal sealed class DatasetErasure(TimeProvider time) : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var (db, now) = (unit.Db, time.GetUtcNow());
        var items = db.DatasetItems.Where(i => i.ErasedAt == null && interactions.Contains(i.InteractionId));
        var versions = await (
            from i in items
            join v in db.DatasetVersions on i.VersionId equals v.Id
            join d in db.Datasets on v.DatasetId equals d.Id
            select new { d.Name, v.Number }
        )
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var version in versions)
            unit.Exports.Add($"dataset {version.Name}, version {version.Number}");
        unit.Count(
            "rows of datasets",
            await items.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.Salt, (string?)null)
                        .SetProperty(i => i.InputHash, (string?)null)
                        .SetProperty(i => i.Answers, "{}")
                        .SetProperty(i => i.ErasedAt, now),
                cancellationToken
            )
        );
    }

    public async Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken) =>
        unit.Count(
            "withdrawals of consent",
            await unit
                .Db.ConsentWithdrawals.Where(w => w.TenantId == unit.TenantId && w.UserId == unit.UserId)
                .ExecuteDeleteAsync(cancellationToken)
        );
}
