using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>A version with its manifest, as stored.</summary>
internal sealed class StoredVersion
{
    private StoredVersion(
        Dataset dataset,
        DatasetVersion version,
        DatasetWorkflow workflow,
        IReadOnlyList<DatasetItem> items,
        ILookup<int, LabelRevision> labels,
        IReadOnlyDictionary<string, WithheldReason> withheld
    ) => (Dataset, Version, Workflow, Items, Labels, Withheld) = (dataset, version, workflow, items, labels, withheld);

    public Dataset Dataset { get; }

    public DatasetVersion Version { get; }

    public DatasetWorkflow Workflow { get; }

    public DatasetPolicy Policy => DatasetPolicy.Parse(Version.Policy);

    /// <summary>The items in the order of their keys by UTF-16 code units.</summary>
    public IReadOnlyList<DatasetItem> Items { get; }

    /// <summary>The labels by the place of the item.</summary>
    public ILookup<int, LabelRevision> Labels { get; }

    /// <summary>The items that must be in no file any more.</summary>
    public IReadOnlyDictionary<string, WithheldReason> Withheld { get; }

    /// <summary>Reads a version; null if the dataset of the tenant has none with this number.</summary>
    public static async Task<StoredVersion?> LoadAsync(
        TriageDbContext db,
        long tenantId,
        long datasetId,
        int number,
        CancellationToken cancellationToken
    )
    {
        var found = await (
            from d in db.Datasets.AsNoTracking()
            where d.TenantId == tenantId && d.Id == datasetId
            join v in db.DatasetVersions.AsNoTracking() on d.Id equals v.DatasetId
            where v.Number == number
            join w in db.Workflows on d.WorkflowId equals w.Id
            select new
            {
                Dataset = d,
                Version = v,
                Workflow = new DatasetWorkflow(w.Id, w.TenantId, w.Tenant!.Key, w.Key),
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var id = found.Version.Id;
        var items = await db.DatasetItems.AsNoTracking().Where(i => i.VersionId == id).OrderBy(i => i.Place).ToListAsync(cancellationToken);
        var labels = await db
            .DatasetItemLabels.AsNoTracking()
            .Where(l => l.VersionId == id)
            .Select(l => new
            {
                l.Place,
                l.LabelId,
                l.Revision,
            })
            .ToListAsync(cancellationToken);
        return new StoredVersion(
            found.Dataset,
            found.Version,
            found.Workflow,
            items,
            labels.OrderBy(l => l.LabelId).ToLookup(l => l.Place, l => new LabelRevision(l.LabelId, l.Revision)),
            await WithheldAsync(db, found.Version, cancellationToken)
        );
    }

    /// <summary>The items that can be in files, as the build made rows from them.</summary>
    public IEnumerable<ItemDraft> Drafts() =>
        Items
            .Where(i => !Withheld.ContainsKey(i.Key))
            .Select(i => new ItemDraft(i.InteractionId, i.Key, i.TaskKey, i.InputHash)
            {
                Labels = [.. Labels[i.Place]],
                Answers = JsonSerializer.Deserialize<Dictionary<string, string>>(i.Answers)!,
                Response = i.Response,
                CorrectionLabelId = i.CorrectionLabelId,
                CorrectionCriterion = i.CorrectionCriterion,
                Pattern = i.Pattern,
                Weight = i.Weight,
                Split = i.Split,
                Salt = i.Salt,
            });

    /// <summary>The rows of the manifest.</summary>
    public IEnumerable<ManifestRow> Manifest() => Items.Select(i => new ManifestRow(i.Key, RowHash.Parse(i.RowHash)));

    private static async Task<Dictionary<string, WithheldReason>> WithheldAsync(
        TriageDbContext db,
        DatasetVersion version,
        CancellationToken cancellationToken
    )
    {
        var policy = DatasetPolicy.Parse(version.Policy);
        var rows = await (
            from i in db.DatasetItems.AsNoTracking()
            where i.VersionId == version.Id
            join x in db.Interactions on i.InteractionId equals x.Id
            select new
            {
                i.Key,
                IsErased = i.ErasedAt != null,
                x.ConsentScope,
                IsWithdrawn = db.ConsentWithdrawals.Any(w => w.TenantId == x.TenantId && w.UserId == x.UserId),
            }
        ).ToListAsync(cancellationToken);
        return rows.Where(r => r.IsErased || r.IsWithdrawn || !DatasetPolicyCheck.Allows(policy, r.ConsentScope))
            .ToDictionary(r => r.Key, r => r.IsErased ? WithheldReason.Erased : WithheldReason.ConsentWithdrawn, StringComparer.Ordinal);
    }
}
