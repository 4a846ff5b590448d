using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Datasets;

/// <summary>Stores a version with its manifest in one transaction. The same content is the same version.</summary>
internal sealed class DatasetPublisher(IProviderStatements statements, TimeProvider time)
{
    private static readonly string Code = typeof(DatasetPublisher).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Publishes rows, or finds the version with the same rows.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another build was published in the meantime. Start again.</exception>
    /// <exception cref="DbUpdateException">The same, for the first version of a dataset.</exception>
    public async Task<DatasetBuild> PublishAsync(
        TriageDbContext db,
        Dataset dataset,
        DatasetVersion draft,
        BuiltRows built,
        CancellationToken cancellationToken
    )
    {
        var identity = new DatasetIdentity();
        var hashes = built.Rows.ToDictionary(r => r.Key, identity.Add, StringComparer.Ordinal);
        draft.Identity = identity.ToText();
        if (dataset.Id != 0 && await FindAsync(db, dataset.Id, draft.Identity, cancellationToken) is { } same)
            return Of(dataset, same, isNew: false, built.Report);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // An erasure takes the same lock: it comes before, and the check below finds it; or after, and it removes the salts of the rows.
        await statements.LockTenantsAsync(db, [dataset.TenantId], cancellationToken);
        if (dataset.Id == 0)
            db.Datasets.Add(dataset);
        draft.ParentNumber ??= dataset.LastNumber == 0 ? null : dataset.LastNumber;
        dataset.LastNumber++;
        if (!draft.IsRebuild)
            dataset.Policy = draft.Policy;
        await db.SaveChangesAsync(cancellationToken);
        (draft.DatasetId, draft.Number, draft.Rows) = (dataset.Id, dataset.LastNumber, built.Rows.Count);
        (draft.CodeVersion, draft.Report, draft.CreatedAt) = (Code, built.Report.ToJson(), time.GetUtcNow());
        db.DatasetVersions.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        var items = built.Rows.Select((r, n) => ItemOf(draft.Id, n + 1, built.Items[r.Key], hashes[r.Key])).ToList();
        await statements.BulkLoadAsync(db, items, cancellationToken);
        var labels = items
            .SelectMany(i =>
                built
                    .Items[i.Key]
                    .Labels.Select(l => new DatasetItemLabel
                    {
                        VersionId = draft.Id,
                        Place = i.Place,
                        LabelId = l.LabelId,
                        Revision = l.Revision,
                    })
            )
            .ToList();
        await statements.BulkLoadAsync(db, labels, cancellationToken);
        if (await HasErasedAsync(db, draft.Id, cancellationToken))
            throw new DbUpdateConcurrencyException("A person of the dataset was erased during the build.");
        await transaction.CommitAsync(cancellationToken);
        return Of(dataset, draft, isNew: true, built.Report);
    }

    private static Task<DatasetVersion?> FindAsync(
        TriageDbContext db,
        long datasetId,
        string identity,
        CancellationToken cancellationToken
    ) => db.DatasetVersions.AsNoTracking().SingleOrDefaultAsync(v => v.DatasetId == datasetId && v.Identity == identity, cancellationToken);

    /// <summary>Whether the texts of a row were erased after the build had read them.</summary>
    private static Task<bool> HasErasedAsync(TriageDbContext db, long versionId, CancellationToken cancellationToken) =>
        db.DatasetItems.AnyAsync(
            i =>
                i.VersionId == versionId
                && db.InteractionPayloads.Any(p =>
                    p.InteractionId == i.InteractionId && p.Input == null && p.Output == null && p.Messages == null
                ),
            cancellationToken
        );

    private static DatasetItem ItemOf(long versionId, int place, ItemDraft item, RowHash hash) =>
        new()
        {
            VersionId = versionId,
            Place = place,
            Key = item.Key,
            InteractionId = item.InteractionId,
            TaskKey = item.TaskKey,
            InputHash = item.InputHash,
            Split = item.Split!,
            Pattern = item.Pattern,
            Weight = item.Weight,
            Answers = JsonSerializer.Serialize(item.Answers),
            CorrectionLabelId = item.CorrectionLabelId,
            CorrectionCriterion = item.CorrectionCriterion,
            Response = item.Response,
            RowHash = hash.ToString(),
            Salt = item.Salt,
        };

    private static DatasetBuild Of(Dataset dataset, DatasetVersion version, bool isNew, BuildReport report) =>
        new(dataset.Id, dataset.Name, version.Number, version.Identity, version.Rows, isNew, version.ParentNumber, report);
}
