using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Reads one release in full, or the difference between two.</summary>
public sealed class ReleaseDetailReader(IDbContextFactory<TriageDbContext> contexts, ReleaseReader reader, ReleaseLabelsReader labels)
{
    /// <summary>The maximum number of points of a chart; the latest are kept.</summary>
    private const int MaxPoints = 2000;

    /// <summary>Null if the workflow has no such release.</summary>
    public async Task<ReleaseDetail?> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        CancellationToken cancellationToken = default
    )
    {
        var list = await reader.ListAsync(access, workflow, cancellationToken);
        return list.Releases.FirstOrDefault(r => r.Id == releaseId) is { } row ? await ReadAsync(list, row, cancellationToken) : null;
    }

    internal async Task<ReleaseDetail> ReadAsync(ReleaseList list, ReleaseRow row, CancellationToken cancellationToken)
    {
        var names = list.Releases.ToDictionary(r => r.Id, r => r.Name);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await db.Releases.AsNoTracking().SingleAsync(r => r.Id == row.Id, cancellationToken);
        var history = await db
            .ReleaseTransitions.AsNoTracking()
            .Where(t => t.ReleaseId == row.Id)
            .OrderByDescending(t => t.Number)
            .ToListAsync(cancellationToken);
        return new ReleaseDetail(
            row,
            release.Notes,
            Name(release.CopiedFromId),
            Name(release.PreviousLiveId),
            await WithOriginsAsync(db, await ComponentsAsync(db, row.Id, cancellationToken), cancellationToken),
            history.ConvertAll(t => new TransitionRow(
                t.Number,
                t.FromState,
                t.ToState,
                t.Cause,
                t.At,
                t.Actor,
                t.Reason,
                t.OverrideReason,
                GateReport.Parse(t.Gates),
                Name(t.OtherReleaseId)
            )),
            await ExperimentsAsync(db, row.Id, names, cancellationToken),
            list,
            await ApprovalReader.OfReleaseAsync(db, release.TenantId, release.WorkflowId, row.Id, cancellationToken),
            await labels.ReadAsync(release.TenantId, release.WorkflowId, row, cancellationToken)
        );
        string? Name(long? id) => id is { } known ? names.GetValueOrDefault(known) : null;
    }

    /// <summary>Compares per component, changed ones first. Null if one of the releases is not in the workflow.</summary>
    public async Task<ReleaseDifference?> DifferenceAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long beforeId,
        long afterId,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseReader.DemandReader(access, workflow);
        return await DifferenceAsync(workflow.TenantId, workflow.Id, beforeId, afterId, cancellationToken);
    }

    internal async Task<ReleaseDifference?> DifferenceAsync(
        long tenantId,
        long workflowId,
        long beforeId,
        long afterId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db
            .Releases.Where(r => r.TenantId == tenantId && r.WorkflowId == workflowId && (r.Id == beforeId || r.Id == afterId))
            .ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
        if (!names.TryGetValue(beforeId, out var first) || !names.TryGetValue(afterId, out var second))
            return null;
        var before = (await ComponentsAsync(db, beforeId, cancellationToken)).ToDictionary(c => (c.Kind, c.Name));
        var after = (await ComponentsAsync(db, afterId, cancellationToken)).ToDictionary(c => (c.Kind, c.Name));
        return new ReleaseDifference(
            first,
            second,
            [
                .. before
                    .Keys.Union(after.Keys)
                    .Select(k => new ComponentDifference(k.Kind, k.Name, before.GetValueOrDefault(k), after.GetValueOrDefault(k)))
                    .OrderBy(d => d.IsSame)
                    .ThenBy(d => d.Kind)
                    .ThenBy(d => d.Name, StringComparer.Ordinal),
            ]
        );
    }

    private static Task<List<ReleaseComponentRow>> ComponentsAsync(
        TriageDbContext db,
        long releaseId,
        CancellationToken cancellationToken
    ) =>
        (
            from c in db.ReleaseComponents
            where c.ReleaseId == releaseId
            join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
            orderby v.Kind, v.Name
            select new ReleaseComponentRow(
                v.Id,
                v.Kind,
                v.Name,
                v.Version,
                v.Content,
                v.Reference,
                v.ContentHash,
                v.Message,
                v.Author,
                v.CreatedAt,
                db.ComponentVersions.Where(p => p.Id == v.ParentId).Select(p => p.Version).FirstOrDefault(),
                v.Manifest,
                v.IsAdopted,
                v.WithdrawnAt,
                v.WithdrawnReason
            )
        ).ToListAsync(cancellationToken);

    /// <summary>Adds the retrainings that made the components.</summary>
    private static async Task<List<ReleaseComponentRow>> WithOriginsAsync(
        TriageDbContext db,
        List<ReleaseComponentRow> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.ConvertAll(r => r.Id);
        var found = await (
            from x in db.RetrainingResults.AsNoTracking()
            where ids.Contains(x.ComponentVersionId)
            join r in db.RetrainingRuns on x.RunId equals r.Id
            join w in db.Workflows on r.WorkflowId equals w.Id
            join v in db.DatasetVersions on r.DatasetVersionId equals v.Id
            join d in db.Datasets on v.DatasetId equals d.Id
            select new
            {
                x.ComponentVersionId,
                x.RunId,
                Workflow = w.Key,
                Tenant = w.Tenant!.Key,
                DatasetId = d.Id,
                Dataset = d.Name,
                v.Number,
            }
        ).ToDictionaryAsync(x => x.ComponentVersionId, cancellationToken);
        return rows.ConvertAll(r =>
            found.TryGetValue(r.Id, out var x)
                ? r with
                {
                    Origin = new ComponentOrigin(
                        x.RunId,
                        Addresses.Workflow("retraining", x.Tenant, x.Workflow, $"{x.RunId}"),
                        x.Dataset,
                        $"datasets/{x.DatasetId}?version={x.Number}",
                        x.Number
                    ),
                }
                : r
        );
    }

    private static async Task<IReadOnlyList<ExperimentRow>> ExperimentsAsync(
        TriageDbContext db,
        long releaseId,
        Dictionary<long, string> names,
        CancellationToken cancellationToken
    )
    {
        var experiments = await db
            .Experiments.AsNoTracking()
            .Include(e => e.Arms)
            .Where(e => e.Arms.Any(a => a.ReleaseId == releaseId))
            .OrderByDescending(e => e.Id)
            .Take(20)
            .ToListAsync(cancellationToken);
        var rows = new List<ExperimentRow>();
        foreach (var e in experiments)
        {
            var (own, control) = (e.Arms.First(a => a.ReleaseId == releaseId), e.Arms.First(a => a.IsControl));
            var points = await db
                .ExperimentPoints.Where(p => p.ExperimentId == e.Id && p.ReleaseId == releaseId)
                .OrderByDescending(p => p.At)
                .Take(MaxPoints)
                .Select(p => new ExperimentPointRow(
                    p.At,
                    p.LiveUnits,
                    p.CandidateUnits,
                    p.Difference,
                    p.Low,
                    p.High,
                    p.IsShare,
                    p.SampleRatioP
                ))
                .ToListAsync(cancellationToken);
            points.Reverse();
            rows.Add(
                new ExperimentRow(
                    e.Id,
                    e.Kind,
                    e.StartedAt,
                    e.StartedBy,
                    e.EndedAt,
                    e.EndReason,
                    own.Share,
                    names.GetValueOrDefault(control.ReleaseId, ""),
                    own.IsControl,
                    points
                )
            );
        }

        return rows;
    }
}
