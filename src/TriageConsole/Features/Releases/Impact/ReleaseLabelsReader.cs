using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Impact;

/// <summary>Reads the labels behind a release and those that its gates wait for.</summary>
public sealed class ReleaseLabelsReader(IDbContextFactory<TriageDbContext> contexts)
{
    private const int MaxNames = 10;

    /// <summary>For a release whose list the caller was allowed to read.</summary>
    internal async Task<ReleaseLabels> ReadAsync(ReleaseList list, ReleaseRow row, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await db
            .Releases.Where(r => r.Id == row.Id)
            .Select(r => new Place(r.Id, r.TenantId, r.WorkflowId))
            .SingleAsync(cancellationToken);
        return new ReleaseLabels(
            await BehindAsync(db, release, cancellationToken),
            await NeededAsync(db, release, row.Gates, cancellationToken)
        );
    }

    private static async Task<LabelsBehind?> BehindAsync(TriageDbContext db, Place release, CancellationToken cancellationToken)
    {
        var datasets = await DatasetsAsync(db, release, cancellationToken);
        var wentLive = await db
            .ReleaseTransitions.Where(t => t.ReleaseId == release.Id && t.ToState == ReleaseState.Live)
            .OrderByDescending(t => t.Number)
            .Select(t => (DateTimeOffset?)t.At)
            .FirstOrDefaultAsync(cancellationToken);
        var run = await db
            .EvalRuns.Where(r =>
                r.WorkflowId == release.WorkflowId
                && r.ReleaseId == release.Id
                && r.State == EvalState.Finished
                && (wentLive == null || r.FinishedAt <= wentLive)
            )
            .OrderByDescending(r => r.Id)
            .Select(r => new { r.Id, r.CreatedAt })
            .FirstOrDefaultAsync(cancellationToken);
        if (run is null)
            return datasets.Count == 0 ? null : new LabelsBehind(null, 0, 0, [], [], datasets);
        var golden = db.EvalItems.Where(i => i.RunId == run.Id && i.GoldenItemId != null).Select(i => i.InteractionId);
        // Each label as it was when the evaluation started: a later revision is not behind it.
        var labels = db.Labels.Where(l =>
            l.WorkflowId == release.WorkflowId
            && golden.Contains(l.InteractionId)
            && l.CreatedAt <= run.CreatedAt
            && l.Labeler!.Kind != LabelerKind.Judge
            && !db.Labels.Any(n =>
                n.LabelerId == l.LabelerId
                && n.InteractionId == l.InteractionId
                && n.Turn == l.Turn
                && n.RubricId == l.RubricId
                && n.Revision > l.Revision
                && n.CreatedAt <= run.CreatedAt
            )
        );
        var people = await labels
            .GroupBy(l => l.Labeler!.Name)
            .Select(g => new LabelShare(g.Key, g.Count()))
            .ToListAsync(cancellationToken);
        var patterns = await (
            from l in labels
            join m in db.PatternMembers on l.InteractionId equals m.InteractionId
            join p in db.FailurePatterns on m.PatternId equals p.Id
            where p.WorkflowId == release.WorkflowId
            group l by p.Name into g
            select new LabelShare(g.Key, g.Count())
        ).ToListAsync(cancellationToken);
        return new LabelsBehind(
            run.Id,
            await golden.CountAsync(cancellationToken),
            people.Sum(p => p.Labels),
            Most(people),
            Most(patterns),
            datasets
        );
    }

    private static IReadOnlyList<LabelShare> Most(List<LabelShare> shares) =>
        [.. shares.OrderByDescending(s => s.Labels).ThenBy(s => s.Name, StringComparer.Ordinal).Take(MaxNames)];

    private static Task<List<DatasetLabels>> DatasetsAsync(TriageDbContext db, Place release, CancellationToken cancellationToken) =>
        (
            from c in db.ReleaseComponents
            join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
            join d in db.DatasetVersions on v.Manifest equals d.Identity
            join s in db.Datasets on d.DatasetId equals s.Id
            where c.ReleaseId == release.Id && s.TenantId == release.TenantId
            orderby s.Name, d.Number
            select new DatasetLabels(s.Id, s.Name, d.Number, d.Rows, db.DatasetItemLabels.Count(l => l.VersionId == d.Id))
        )
            .Distinct()
            .ToListAsync(cancellationToken);

    private static async Task<LabelsNeeded?> NeededAsync(
        TriageDbContext db,
        Place release,
        IReadOnlyList<GateResult> gates,
        CancellationToken cancellationToken
    )
    {
        var waiting = gates.FirstOrDefault(g => g is { Kind: GateKind.GoldenSet, Answer: GateAnswer.NotEnoughEvidence });
        if (waiting is not { Value: { } have, Threshold: { } minimum } || have >= minimum)
            return null;
        var patterns = await db
            .FailurePatterns.Where(p => p.WorkflowId == release.WorkflowId && p.IsCurrent)
            .OrderByDescending(p => p.Impact)
            .ThenBy(p => p.Id)
            .Take(MaxNames)
            .Select(p => new
            {
                p.Id,
                p.Name,
                p.Impact,
                Golden = db.PatternMembers.Count(m =>
                    m.PatternId == p.Id && db.GoldenItems.Any(g => g.InteractionId == m.InteractionId && g.RetiredAt == null)
                ),
                Labeled = db.PatternMembers.Count(m =>
                    m.PatternId == p.Id
                    && !db.GoldenItems.Any(g => g.InteractionId == m.InteractionId)
                    && db.Interactions.Any(i => i.Id == m.InteractionId && i.LabelCount > 0)
                ),
                Unlabeled = db.PatternMembers.Count(m =>
                    m.PatternId == p.Id && db.Interactions.Any(i => i.Id == m.InteractionId && i.LabelCount == 0)
                ),
            })
            .ToListAsync(cancellationToken);
        return new LabelsNeeded(
            (int)(minimum - have),
            [
                .. patterns
                    .OrderBy(p => p.Golden > 0)
                    .ThenByDescending(p => p.Impact)
                    .Select(p => new NeededPattern(p.Id, p.Name, p.Golden, p.Labeled, p.Unlabeled)),
            ]
        );
    }

    private sealed record Place(long Id, long TenantId, long WorkflowId);
}
