using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Impact;

/// <summary>Reads the labels behind a release and those that its gates wait for.</summary>
public sealed class ReleaseLabelsReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The maximum number of names and patterns of a list.</summary>
    internal const int MaxNames = 10;

    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public Task<ReleaseLabels> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ReleaseRow row,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseReader.DemandReader(access, workflow);
        return ReadAsync(workflow.TenantId, workflow.Id, row, cancellationToken);
    }

    /// <summary>For a release that the caller was allowed to read.</summary>
    internal async Task<ReleaseLabels> ReadAsync(long tenantId, long workflowId, ReleaseRow row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Releases.AnyAsync(r => r.Id == row.Id && r.TenantId == tenantId && r.WorkflowId == workflowId, cancellationToken))
            return new ReleaseLabels(null, []);
        return new ReleaseLabels(
            await BehindAsync(db, tenantId, workflowId, row, cancellationToken),
            await NeededLabels.OfAsync(db, workflowId, row, cancellationToken)
        );
    }

    /// <summary>The expert labels from which the expected answers of golden items of a run were made.</summary>
    internal static IQueryable<Label> Behind(TriageDbContext db, long workflowId, long runId) =>
        from i in db.EvalItems
        join v in db.GoldenVersions
            on new { Item = i.GoldenItemId, Number = i.GoldenNumber } equals new { Item = (long?)v.GoldenItemId, Number = (int?)v.Number }
        join l in db.Labels on i.InteractionId equals l.InteractionId
        where
            i.RunId == runId
            && l.WorkflowId == workflowId
            && l.Labeler!.Kind != LabelerKind.Judge
            && l.CreatedAt <= v.MadeAt
            // A label that was undone has no later revision. A revised one is behind the answers that were made before the revision.
            && (
                l.IsCurrent
                || db.Labels.Any(n =>
                    n.LabelerId == l.LabelerId
                    && n.InteractionId == l.InteractionId
                    && n.Turn == l.Turn
                    && n.RubricId == l.RubricId
                    && n.Revision > l.Revision
                )
            )
            && !db.Labels.Any(n =>
                n.LabelerId == l.LabelerId
                && n.InteractionId == l.InteractionId
                && n.Turn == l.Turn
                && n.RubricId == l.RubricId
                && n.Revision > l.Revision
                && n.CreatedAt <= v.MadeAt
            )
        select l;

    private static async Task<LabelsBehind?> BehindAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        ReleaseRow row,
        CancellationToken cancellationToken
    )
    {
        var datasets = await DatasetsAsync(db, tenantId, row.Id, cancellationToken);
        if (await RunAsync(db, workflowId, row, cancellationToken) is not { } run)
            return datasets.Count == 0 ? null : new LabelsBehind(null, 0, 0, [], [], datasets);
        var labels = Behind(db, workflowId, run);
        var people = await labels
            .GroupBy(l => new { l.LabelerId, l.Labeler!.Name })
            .Select(g => new { g.Key.Name, Labels = g.Count() })
            .OrderByDescending(s => s.Labels)
            .ThenBy(s => s.Name)
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        var patterns = await (
            from l in labels
            join m in db.PatternMembers on l.InteractionId equals m.InteractionId
            join p in db.FailurePatterns on m.PatternId equals p.Id
            where p.WorkflowId == workflowId
            group l by new { p.Id, p.Name } into g
            select new { g.Key.Name, Labels = g.Count() }
        )
            .OrderByDescending(s => s.Labels)
            .ThenBy(s => s.Name)
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        return new LabelsBehind(
            run,
            await db.EvalItems.CountAsync(i => i.RunId == run && i.GoldenItemId != null, cancellationToken),
            await labels.CountAsync(cancellationToken),
            people.ConvertAll(p => new LabelShare(p.Name, p.Labels)),
            patterns.ConvertAll(p => new LabelShare(p.Name, p.Labels)),
            datasets
        );
    }

    /// <summary>The evaluation that the gates read, or for a release that was live, that they read when it went live.</summary>
    private static async Task<long?> RunAsync(TriageDbContext db, long workflowId, ReleaseRow row, CancellationToken cancellationToken)
    {
        var isCandidate = row.State is ReleaseState.Draft or ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary;
        var wentLive = isCandidate
            ? null
            : await db
                .ReleaseTransitions.Where(t => t.ReleaseId == row.Id && t.ToState == ReleaseState.Live)
                .OrderByDescending(t => t.Number)
                .Select(t => (DateTimeOffset?)t.At)
                .FirstOrDefaultAsync(cancellationToken);
        // As the gates choose it: a rescored run is not new evidence.
        return await db
            .EvalRuns.Where(r =>
                r.WorkflowId == workflowId
                && r.ReleaseId == row.Id
                && r.State == EvalState.Finished
                && r.RescoreOfId == null
                && (wentLive == null || r.FinishedAt <= wentLive)
            )
            .OrderByDescending(r => r.FinishedAt)
            .ThenByDescending(r => r.Id)
            .Select(r => (long?)r.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<DatasetLabels>> DatasetsAsync(
        TriageDbContext db,
        long tenantId,
        long releaseId,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from c in db.ReleaseComponents
            join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
            join d in db.DatasetVersions on v.Manifest equals d.Identity
            join s in db.Datasets on d.DatasetId equals s.Id
            where c.ReleaseId == releaseId && s.TenantId == tenantId
            orderby s.Name, d.Number
            select new
            {
                s.Id,
                s.Name,
                d.Number,
                d.Rows,
                Labels = db.DatasetItemLabels.Count(l => l.VersionId == d.Id),
            }
        )
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        // Several components can come from the same dataset.
        return [.. rows.Distinct().Select(r => new DatasetLabels(r.Id, r.Name, r.Number, r.Rows, r.Labels))];
    }
}
