using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>Reads datasets and their versions, for leads of their workflows.</summary>
internal sealed class DatasetReader(IDbContextFactory<TriageDbContext> contexts)
{
    private const int MaxKeys = 200;

    /// <summary>The datasets that the person leads, the latest build first.</summary>
    public async Task<IReadOnlyList<DatasetListRow>> ListAsync(PersonAccess access, CancellationToken cancellationToken)
    {
        var scope = access.Scope(Role.Lead);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from d in db.Datasets.AsNoTracking()
            join w in db.Workflows.InReach(scope) on d.WorkflowId equals w.Id
            join v in db.DatasetVersions.AsNoTracking()
                on new { Id = d.Id, Number = d.LastNumber } equals new { Id = v.DatasetId, v.Number }
            orderby v.CreatedAt descending, d.Id descending
            select new
            {
                Dataset = d,
                Workflow = new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId),
                Version = v,
            }
        ).ToListAsync(cancellationToken);
        var ids = rows.Select(r => r.Dataset.Id).ToArray();
        var aliases = (
            await db.DatasetAliases.AsNoTracking().Where(a => ids.Contains(a.DatasetId)).OrderBy(a => a.Name).ToListAsync(cancellationToken)
        ).ToLookup(a => a.DatasetId);
        return
        [
            .. rows.Select(r => new DatasetListRow(
                r.Dataset.Id,
                r.Dataset.Name,
                r.Workflow,
                DatasetPolicy.Parse(r.Version.Policy).Kind.ToString().ToLowerInvariant(),
                r.Dataset.LastNumber,
                r.Version.Rows,
                r.Version.CreatedAt,
                r.Version.CreatedBy,
                string.Join(", ", aliases[r.Dataset.Id].Select(a => $"{a.Name}: {a.Number}"))
            )),
        ];
    }

    /// <summary>Null if there is no such dataset, or not for this person.</summary>
    public async Task<DatasetDetail?> FindAsync(PersonAccess access, long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = access.Scope(Role.Lead);
        var found = await (
            from d in db.Datasets.AsNoTracking()
            where d.Id == id
            join w in db.Workflows.InReach(scope) on d.WorkflowId equals w.Id
            select new
            {
                Dataset = d,
                Workflow = new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId),
            }
        ).SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new DatasetDetail(
                id,
                found.Dataset.Name,
                found.Workflow,
                found.Dataset.Policy,
                found.Dataset.CreatedAt,
                found.Dataset.CreatedBy,
                await VersionsAsync(db, id, cancellationToken)
            );
    }

    /// <summary>The id of a dataset of the tenant by its name; null if there is none.</summary>
    public async Task<long?> IdOfAsync(long tenantId, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Datasets.Where(d => d.TenantId == tenantId && d.Name == name)
            .Select(d => (long?)d.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The patterns of a workflow, those of the last search first.</summary>
    public async Task<IReadOnlyList<PolicyPattern>> PatternsAsync(DatasetWorkflow workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .FailurePatterns.AsNoTracking()
            .Where(p => p.TenantId == workflow.TenantId && p.WorkflowId == workflow.Id)
            .OrderByDescending(p => p.IsCurrent)
            .ThenBy(p => p.Rank)
            .ThenBy(p => p.Id)
            .Select(p => new PolicyPattern(p.Id, p.Name))
            .Take(MaxKeys)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The number of a version: a number, an alias, or latest; null if the dataset has none of this name.</summary>
    public static int? NumberOf(DatasetDetail dataset, string version) =>
        version == DatasetAliases.Latest ? dataset.Versions[0].Number
        : int.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? dataset.Versions.Where(v => v.Number == number).Select(v => (int?)v.Number).FirstOrDefault()
        : dataset.Versions.Where(v => v.Aliases.Contains(version, StringComparer.Ordinal)).Select(v => (int?)v.Number).FirstOrDefault();

    public async Task<DatasetVersionDetail> VersionAsync(DatasetDetail dataset, int number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db
            .DatasetVersions.AsNoTracking()
            .SingleAsync(v => v.DatasetId == dataset.Id && v.Number == number, cancellationToken);
        return new DatasetVersionDetail(
            dataset.Versions.Single(v => v.Number == number),
            version.Policy,
            version.FromTime,
            version.ToTime,
            BuildReport.Parse(version.Report),
            DatasetFormats.Of(DatasetPolicy.Parse(version.Policy).Kind)
        );
    }

    public async Task<DatasetDifference> DifferenceAsync(DatasetDetail dataset, int from, int to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (old, now) = (
            await SplitsAsync(db, dataset.Id, from, cancellationToken),
            await SplitsAsync(db, dataset.Id, to, cancellationToken)
        );
        var compared = ManifestComparison.Of(
            old.Values.Select(r => r.Row),
            now.Values.Select(r => r.Row),
            new Dictionary<string, WithheldReason>()
        );
        return new DatasetDifference(
            from,
            to,
            now.Count - compared.Added.Count - compared.Changed.Count,
            compared.Added.Count,
            compared.Removed.Count,
            compared.Changed.Count,
            compared.Changed.Count(k => old[k].Split != now[k].Split),
            [.. compared.Added.Take(MaxKeys)],
            [.. compared.Removed.Take(MaxKeys)],
            [.. compared.Changed.Take(MaxKeys)],
            await db
                .DatasetVersions.Where(v => v.DatasetId == dataset.Id && (v.Number == from || v.Number == to))
                .Select(v => v.Policy)
                .Distinct()
                .CountAsync(cancellationToken) > 1
        );
    }

    private static async Task<Dictionary<string, (ManifestRow Row, string Split)>> SplitsAsync(
        TriageDbContext db,
        long datasetId,
        int number,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from i in db.DatasetItems.AsNoTracking()
            where db.DatasetVersions.Any(v => v.Id == i.VersionId && v.DatasetId == datasetId && v.Number == number)
            select new
            {
                i.Key,
                i.RowHash,
                i.Split,
            }
        ).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.Key, r => (new ManifestRow(r.Key, RowHash.Parse(r.RowHash)), r.Split), StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<DatasetVersionRow>> VersionsAsync(
        TriageDbContext db,
        long datasetId,
        CancellationToken cancellationToken
    )
    {
        var versions = await db
            .DatasetVersions.AsNoTracking()
            .Where(v => v.DatasetId == datasetId)
            .OrderByDescending(v => v.Number)
            .Select(v => new { Version = v, Erased = db.DatasetItems.Count(i => i.VersionId == v.Id && i.ErasedAt != null) })
            .ToListAsync(cancellationToken);
        var aliases = (await db.DatasetAliases.AsNoTracking().Where(a => a.DatasetId == datasetId).ToListAsync(cancellationToken)).ToLookup(
            a => a.Number,
            a => a.Name
        );
        return
        [
            .. versions.Select(v => new DatasetVersionRow(
                v.Version.Number,
                v.Version.Identity,
                v.Version.ParentNumber,
                v.Version.IsRebuild,
                v.Version.Rows,
                v.Erased,
                v.Version.CodeVersion,
                v.Version.CreatedAt,
                v.Version.CreatedBy,
                [.. aliases[v.Version.Number].Order(StringComparer.Ordinal)]
            )),
        ];
    }
}
