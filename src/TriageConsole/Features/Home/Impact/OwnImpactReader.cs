using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Security;

namespace TriageConsole.Features.Home.Impact;

/// <summary>
/// Reads what the labels of the signed-in person changed in the last seven days, in the workflows that they can label. With questions about
/// messages one submit stores a label per message. It counts once, as on the labeling page: by its assignment.
/// </summary>
public sealed class OwnImpactReader(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private const int MaxNames = 10;
    private static readonly TimeSpan Period = TimeSpan.FromDays(7);

    public async Task<OwnImpact> ReadAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow() - Period;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // A person has one labeler row in each tenant.
        var labelers = await db.Labelers.Where(l => l.UserId == access.UserId).Select(l => l.Id).ToArrayAsync(cancellationToken);
        if (labelers.Length == 0)
            return new OwnImpact(0, 0, [], [], []);
        var (everywhere, tenants, workflows) = access.Scope(Role.Labeler, Role.Lead);
        var own = db.Labels.Where(l =>
            labelers.Contains(l.LabelerId)
            && l.IsCurrent
            && (everywhere || tenants.Contains(l.TenantId) || workflows.Contains(l.WorkflowId))
        );
        var places = await own.Select(l => new { l.TenantId, l.WorkflowId }).Distinct().ToListAsync(cancellationToken);
        var inWorkflows = places.ConvertAll(p => p.WorkflowId);
        var inTenants = places.ConvertAll(p => p.TenantId).Distinct().ToList();
        return new OwnImpact(
            await own.Where(l => l.CreatedAt >= since).Select(l => l.AssignmentId ?? -l.Id).Distinct().CountAsync(cancellationToken),
            // Only labels from before: a later label can be a hidden check, and the card must not tell which items are checks.
            await db
                .GoldenItems.Where(g =>
                    inWorkflows.Contains(g.WorkflowId)
                    && g.CreatedAt >= since
                    && own.Any(l => l.InteractionId == g.InteractionId && l.CreatedAt <= g.CreatedAt)
                )
                .CountAsync(cancellationToken),
            await ReleasesAsync(db, labelers, inWorkflows, since, cancellationToken),
            await PatternsAsync(db, own, inWorkflows, since, cancellationToken),
            await DatasetsAsync(db, own, inTenants, since, cancellationToken)
        );
    }

    /// <summary>By the last evaluation that was finished when a release went live.</summary>
    private static async Task<IReadOnlyList<OwnShare>> ReleasesAsync(
        TriageDbContext db,
        long[] labelers,
        List<long> workflows,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var live = await (
            from t in db.ReleaseTransitions
            join r in db.Releases on t.ReleaseId equals r.Id
            where t.ToState == ReleaseState.Live && t.At >= since && workflows.Contains(r.WorkflowId)
            orderby t.At descending
            select new
            {
                r.WorkflowId,
                r.Name,
                Run = db
                    .EvalRuns.Where(e =>
                        e.ReleaseId == r.Id && e.State == EvalState.Finished && e.RescoreOfId == null && e.FinishedAt <= t.At
                    )
                    .OrderByDescending(e => e.FinishedAt)
                    .ThenByDescending(e => e.Id)
                    .Select(e => (long?)e.Id)
                    .FirstOrDefault(),
            }
        )
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        var shares = new List<OwnShare>();
        // A release that was rolled back to went live twice with the same evaluation.
        foreach (var release in live.Where(r => r.Run is not null).DistinctBy(r => r.Run))
        {
            var labels = await ReleaseLabelsReader
                .Behind(db, release.WorkflowId, release.Run!.Value)
                .Where(l => labelers.Contains(l.LabelerId))
                .Select(l => l.AssignmentId ?? -l.Id)
                .Distinct()
                .CountAsync(cancellationToken);
            if (labels > 0)
                shares.Add(new OwnShare(release.Name, labels));
        }

        return shares;
    }

    private static async Task<IReadOnlyList<OwnShare>> PatternsAsync(
        TriageDbContext db,
        IQueryable<Label> own,
        List<long> workflows,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from p in db.FailurePatterns
            where workflows.Contains(p.WorkflowId) && p.State == PatternState.Fixed && p.FixedAt >= since
            join m in db.PatternMembers on p.Id equals m.PatternId
            join l in own on m.InteractionId equals l.InteractionId
            where l.CreatedAt <= p.FixedAt
            group l by new { p.Id, p.Name } into g
            select new { g.Key.Name, Labels = g.Select(l => l.AssignmentId ?? -l.Id).Distinct().Count() }
        )
            .OrderByDescending(r => r.Labels)
            .ThenBy(r => r.Name)
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new OwnShare(r.Name, r.Labels));
    }

    private static async Task<IReadOnlyList<OwnShare>> DatasetsAsync(
        TriageDbContext db,
        IQueryable<Label> own,
        List<long> tenants,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from v in db.DatasetVersions
            where v.CreatedAt >= since
            join d in db.Datasets on v.DatasetId equals d.Id
            where tenants.Contains(d.TenantId)
            join i in db.DatasetItemLabels on v.Id equals i.VersionId
            join l in own on i.LabelId equals l.Id
            group l by new
            {
                v.Id,
                d.Name,
                v.Number,
            } into g
            select new
            {
                g.Key.Id,
                g.Key.Name,
                g.Key.Number,
                Labels = g.Select(l => l.AssignmentId ?? -l.Id).Distinct().Count(),
            }
        )
            .OrderByDescending(r => r.Id)
            .Take(MaxNames)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new OwnShare($"{r.Name}, version {r.Number}", r.Labels));
    }
}
