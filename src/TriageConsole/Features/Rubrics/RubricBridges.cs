using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Triage;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// Links a new rubric version to the previous one: experts label some items again, to separate the effect of changed questions from a
/// change of the responses. Source: domain section 7.
/// </summary>
internal static class RubricBridges
{
    public const int Items = 30;

    /// <summary>Number of the latest labels to sample from, because the trend continues from them.</summary>
    private const int DrawnFrom = 2000;

    /// <summary>
    /// Selects the sample (the same for the same versions) and puts it at the top of the queue. Runs in the caller's transaction.
    /// </summary>
    public static async Task OpenAsync(
        TriageDbContext db,
        IProviderStatements statements,
        RubricVersion version,
        RubricVersion before,
        (long TenantId, long WorkflowId) scope,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var labeled = await db
            .Labels.Where(l =>
                l.WorkflowId == scope.WorkflowId && l.RubricVersionId == before.Id && l.IsCurrent && l.Labeler!.Kind == LabelerKind.Person
            )
            .OrderByDescending(l => l.Id)
            .Select(l => l.InteractionId)
            .Take(DrawnFrom)
            .ToListAsync(cancellationToken);
        var sample = labeled.Distinct().ToArray();
        if (sample.Length == 0)
            return;
        new Random(unchecked((int)version.Id)).Shuffle(sample);
        sample = sample[..Math.Min(Items, sample.Length)];
        db.RubricBridges.Add(
            new RubricBridge
            {
                RubricVersionId = version.Id,
                FromVersionId = before.Id,
                OpenedAt = now,
                Items = sample.Select(i => new RubricBridgeItem { InteractionId = i }).ToList(),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        var added = await QueueAdditions.RelabelAsync(
            db,
            sample,
            $"Labeled again under rubric version {version.Number} to compare it with the previous version.",
            scope,
            now,
            cancellationToken
        );
        await statements.AddToCountersAsync(db, scope.WorkflowId, new CounterChange(OpenSlots: added), cancellationToken);
    }

    /// <summary>Null for a version without a sample.</summary>
    public static async Task<BridgeProgress?> ProgressAsync(TriageDbContext db, long versionId, CancellationToken cancellationToken)
    {
        var bridge = await db
            .RubricBridges.AsNoTracking()
            .Where(b => b.RubricVersionId == versionId)
            .Select(b => new
            {
                b.FromVersionId,
                Number = db.RubricVersions.Where(v => v.Id == b.FromVersionId).Select(v => v.Number).Single(),
                Items = b.Items.Select(i => i.InteractionId).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (bridge is null)
            return null;
        // A labeler's label under the new version replaced their own label under the old version. Compare with that replaced label.
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l =>
                bridge.Items.Contains(l.InteractionId)
                && (l.RubricVersionId == versionId || l.RubricVersionId == bridge.FromVersionId)
                && l.Labeler!.Kind == LabelerKind.Person
            )
            .Select(l => new
            {
                l.Id,
                l.InteractionId,
                l.Turn,
                l.LabelerId,
                l.IsCurrent,
                l.Revision,
                IsNew = l.RubricVersionId == versionId,
            })
            .ToListAsync(cancellationToken);
        var newer = labels.Where(l => l.IsNew && l.IsCurrent).ToList();
        var older = labels
            .Where(l => !l.IsNew && l.IsCurrent)
            .Concat(
                from n in newer
                let before = labels
                    .Where(l =>
                        !l.IsNew
                        && l.InteractionId == n.InteractionId
                        && l.Turn == n.Turn
                        && l.LabelerId == n.LabelerId
                        && l.Revision < n.Revision
                    )
                    .MaxBy(l => l.Id)
                where before is not null
                select before
            );
        var compared = newer.Concat(older).DistinctBy(l => l.Id).ToDictionary(l => l.Id);
        var ids = compared.Keys.ToArray();
        var answers = (await db.LabelAnswers.AsNoTracking().Where(a => ids.Contains(a.LabelId)).ToListAsync(cancellationToken)).ConvertAll(
            a => new
            {
                compared[a.LabelId].InteractionId,
                compared[a.LabelId].Turn,
                compared[a.LabelId].IsNew,
                a.Criterion,
                a.Value,
            }
        );
        var done = answers.Where(a => a.IsNew).Select(a => a.InteractionId).Distinct().Count();
        var criteria = answers
            .GroupBy(a => a.Criterion)
            .Select(g =>
                (
                    g.Key,
                    Pairs: (
                        from before in g.Where(x => !x.IsNew)
                        join after in g.Where(x => x.IsNew) on (before.InteractionId, before.Turn) equals (after.InteractionId, after.Turn)
                        select before.Value == after.Value
                    ).ToList()
                )
            )
            .Where(c => c.Pairs.Count > 0)
            .Select(c => new BridgeAgreement(c.Key, c.Pairs.Count(same => same), c.Pairs.Count))
            .ToList();
        return new BridgeProgress(bridge.Number, done, bridge.Items.Count, criteria);
    }
}
