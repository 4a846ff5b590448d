using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>Follows rows both ways: to the labels and releases that they come from, and to what was made from them.</summary>
internal sealed class DatasetLineageReader(IDbContextFactory<TriageDbContext> contexts)
{
    private const int MaxShown = 20;
    private const int MaxUses = 200;

    public async Task<DatasetLineage> ReadAsync(DatasetDetail dataset, int number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db
            .DatasetVersions.AsNoTracking()
            .Where(v => v.DatasetId == dataset.Id && v.Number == number)
            .Select(v => new { v.Id, v.Identity })
            .SingleAsync(cancellationToken);
        var labelers = await (
            from x in db.DatasetItemLabels.AsNoTracking()
            where x.VersionId == version.Id
            join l in db.Labels on x.LabelId equals l.Id
            group l by l.Labeler!.Name into g
            select new { g.Key, Count = g.Count() }
        ).ToListAsync(cancellationToken);
        var sources = await (
            from x in db.DatasetItems.AsNoTracking()
            where x.VersionId == version.Id
            join i in db.Interactions on x.InteractionId equals i.Id
            group i by new
            {
                i.Release,
                i.ModelId,
                i.ModelVersion,
            } into g
            select new { g.Key, Count = g.Count() }
        ).ToListAsync(cancellationToken);
        return new DatasetLineage(
            labelers.Sum(l => l.Count),
            [.. labelers.OrderByDescending(l => l.Count).ThenBy(l => l.Key).Select(l => new LineageCount(l.Key, l.Count)).Take(MaxShown)],
            [
                .. sources
                    .GroupBy(s => ReleaseName.Of(s.Key.Release, s.Key.ModelId, s.Key.ModelVersion))
                    .Select(g => new LineageCount(g.Key, g.Sum(s => s.Count)))
                    .OrderByDescending(s => s.Count)
                    .ThenBy(s => s.Name, StringComparer.Ordinal)
                    .Take(MaxShown),
            ],
            [.. dataset.Versions.Where(v => v.Parent == number).Select(v => v.Number).Order()],
            (await ComponentsAsync(db, dataset.Workflow.TenantId, [version.Identity], cancellationToken))[version.Identity].ToList()
        );
    }

    /// <summary>The versions with a row of an interaction, and what was made from them; the latest first.</summary>
    public async Task<IReadOnlyList<DatasetUse>> UsesAsync(PersonAccess access, string traceId, CancellationToken cancellationToken)
    {
        var scope = access.Scope(Role.Lead);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from w in db.Workflows.InReach(scope)
            join i in db.Interactions.AsNoTracking() on w.Id equals i.WorkflowId
            where i.TraceId == traceId
            join x in db.DatasetItems.AsNoTracking() on i.Id equals x.InteractionId
            join v in db.DatasetVersions.AsNoTracking() on x.VersionId equals v.Id
            join d in db.Datasets.AsNoTracking() on v.DatasetId equals d.Id
            orderby v.Id descending
            select new
            {
                d.TenantId,
                DatasetId = d.Id,
                d.Name,
                VersionId = v.Id,
                v.Number,
                v.Identity,
                x.Place,
                x.Split,
                IsErased = x.ErasedAt != null,
            }
        )
            .Take(MaxUses)
            .ToListAsync(cancellationToken);
        var uses = new List<DatasetUse>();
        foreach (var tenant in rows.GroupBy(r => r.TenantId))
        {
            var components = await ComponentsAsync(db, tenant.Key, [.. tenant.Select(r => r.Identity)], cancellationToken);
            foreach (var row in tenant)
            {
                var labels = await db
                    .DatasetItemLabels.AsNoTracking()
                    .Where(l => l.VersionId == row.VersionId && l.Place == row.Place)
                    .OrderBy(l => l.LabelId)
                    .Select(l => new LabelRevision(l.LabelId, l.Revision))
                    .ToListAsync(cancellationToken);
                uses.Add(
                    new DatasetUse(row.DatasetId, row.Name, row.Number, row.Split, labels, row.IsErased, [.. components[row.Identity]])
                );
            }
        }

        return uses;
    }

    private static async Task<ILookup<string, LineageComponent>> ComponentsAsync(
        TriageDbContext db,
        long tenantId,
        string[] identities,
        CancellationToken cancellationToken
    )
    {
        var components = await db
            .ComponentVersions.AsNoTracking()
            .Where(c => c.TenantId == tenantId && c.Manifest != null && identities.Contains(c.Manifest))
            .OrderBy(c => c.Id)
            .Select(c => new
            {
                c.Id,
                c.Kind,
                c.Name,
                c.Version,
                Manifest = c.Manifest!,
            })
            .ToListAsync(cancellationToken);
        var ids = components.Select(c => c.Id).ToArray();
        var releases = (
            await (
                from p in db.ReleaseComponents.AsNoTracking()
                where ids.Contains(p.ComponentVersionId)
                join r in db.Releases on p.ReleaseId equals r.Id
                orderby r.Id
                select new
                {
                    p.ComponentVersionId,
                    r.Id,
                    r.Name,
                }
            ).ToListAsync(cancellationToken)
        ).ToLookup(r => r.ComponentVersionId, r => new LineageRelease(r.Id, r.Name));
        return components.ToLookup(
            c => c.Manifest,
            c => new LineageComponent(c.Kind.ToString(), c.Name, c.Version, [.. releases[c.Id]]),
            StringComparer.Ordinal
        );
    }
}
