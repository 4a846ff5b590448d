using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Security;

namespace TriageConsole.Features.Home.Impact;

/// <summary>Reads what the labels of the signed-in person changed in the last seven days, in the workflows that they can label.</summary>
public sealed class OwnImpactReader(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private const int MaxNames = 10;
    private static readonly TimeSpan Period = TimeSpan.FromDays(7);

    public async Task<OwnImpact> ReadAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow() - Period;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (everywhere, tenants, workflows) = access.Scope(Role.Labeler, Role.Lead);
        var own = db.Labels.Where(l =>
            l.IsCurrent
            && db.Labelers.Any(p => p.Id == l.LabelerId && p.UserId == access.UserId)
            && (everywhere || tenants.Contains(l.TenantId) || workflows.Contains(l.WorkflowId))
        );
        return new OwnImpact(
            await own.CountAsync(l => l.CreatedAt >= since, cancellationToken),
            await db
                .GoldenItems.Where(g => g.CreatedAt >= since && own.Any(l => l.InteractionId == g.InteractionId))
                .CountAsync(cancellationToken),
            await ReleasesAsync(db, own, since, cancellationToken),
            await (
                from p in db.FailurePatterns
                where p.State == PatternState.Fixed && p.FixedAt >= since
                let labels = own.Count(l => db.PatternMembers.Any(m => m.PatternId == p.Id && m.InteractionId == l.InteractionId))
                where labels > 0
                orderby labels descending, p.Name
                select new OwnShare(p.Name, labels)
            )
                .Take(MaxNames)
                .ToListAsync(cancellationToken),
            await (
                from v in db.DatasetVersions
                join d in db.Datasets on v.DatasetId equals d.Id
                where v.CreatedAt >= since
                let labels = db.DatasetItemLabels.Count(i => i.VersionId == v.Id && own.Any(l => l.Id == i.LabelId))
                where labels > 0
                orderby v.Id descending
                select new OwnShare(d.Name + ", version " + v.Number, labels)
            )
                .Take(MaxNames)
                .ToListAsync(cancellationToken)
        );
    }

    /// <summary>By the last evaluation that was finished when a release went live.</summary>
    private static async Task<IReadOnlyList<OwnShare>> ReleasesAsync(
        TriageDbContext db,
        IQueryable<Label> own,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var live = await (
            from t in db.ReleaseTransitions
            join r in db.Releases on t.ReleaseId equals r.Id
            where t.ToState == ReleaseState.Live && t.At >= since && own.Any(l => l.WorkflowId == r.WorkflowId)
            orderby t.At descending
            select new
            {
                r.Name,
                Run = db
                    .EvalRuns.Where(e => e.ReleaseId == r.Id && e.State == EvalState.Finished && e.FinishedAt <= t.At)
                    .OrderByDescending(e => e.Id)
                    .Select(e => (long?)e.Id)
                    .FirstOrDefault(),
            }
        )
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        var shares = new List<OwnShare>();
        foreach (var release in live.Where(r => r.Run is not null).DistinctBy(r => (r.Name, r.Run)))
        {
            var labels = await own.CountAsync(
                l => db.EvalItems.Any(i => i.RunId == release.Run && i.GoldenItemId != null && i.InteractionId == l.InteractionId),
                cancellationToken
            );
            if (labels > 0)
                shares.Add(new OwnShare(release.Name, labels));
        }

        return shares;
    }
}
