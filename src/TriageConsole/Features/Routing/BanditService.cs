using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Routing;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Live;

namespace TriageConsole.Features.Routing;

/// <summary>
/// Computes the shares of the arms of a running bandit from the outcomes measured since its start. Estimated outcomes are not used: if
/// outcomes arrive late, the shares wait for them.
/// </summary>
public sealed class BanditService(
    IDbContextFactory<TriageDbContext> contexts,
    SharedUnitService sharedUnits,
    IProviderStatements statements,
    RoutingChange routing,
    IOptions<RoutingOptions> options,
    TimeProvider time
)
{
    /// <summary>Running bandits whose last computation is older than the period.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow().AddSeconds(-options.Value.BanditSeconds);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Experiments.Where(e =>
                e.IsRunning && e.Kind == ExperimentKind.Bandit && !db.ArmShares.Any(s => s.ExperimentId == e.Id && s.At > before)
            )
            .OrderBy(e => e.Id)
            .Select(e => e.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Stores new shares with one history row per arm, which gives the propensities of that time. False if nothing changed: an arm has too
    /// few outcomes (all arms keep their initial shares), there are no new outcomes, or another instance was first.
    /// </summary>
    public async Task<bool> ReweighAsync(long experimentId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var experiment = await db
            .Experiments.Include(e => e.Arms)
            .SingleOrDefaultAsync(e => e.Id == experimentId && e.IsRunning && e.Kind == ExperimentKind.Bandit, cancellationToken);
        var workflow = experiment is null
            ? null
            : await db
                .Workflows.AsNoTracking()
                .SingleAsync(w => w.Id == experiment.WorkflowId && w.TenantId == experiment.TenantId, cancellationToken);
        if (experiment is null || workflow?.OutcomeMetric is not { Length: > 0 } metric)
            return false;
        var arms = experiment.Arms.OrderBy(a => a.ReleaseId).ToList();
        await sharedUnits.OfAsync(experiment, cancellationToken);
        var sums = await SumsAsync(db, experiment, metric, cancellationToken);
        var rewards = arms.ConvertAll(a => sums.GetValueOrDefault(a.ReleaseId));
        if (
            arms.Count == 0
            || rewards.Any(r => r.Count < ThompsonSampling.MinUnits)
            || await IsKnownAsync(db, arms, rewards, cancellationToken)
        )
            return false;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        Write(db, experiment, arms, rewards, SharesOf(experiment.Id, at, rewards, workflow.OutcomeDirection), at);
        return await CommitAsync(db, experiment.WorkflowId, cancellationToken);
    }

    /// <summary>The seed comes from experiment and time, which the history contains: the same sums give the same shares.</summary>
    private IReadOnlyList<double> SharesOf(long experimentId, DateTimeOffset at, List<OutcomeSums> rewards, OutcomeDirection direction) =>
        ThompsonSampling.Shares(
            rewards,
            direction == OutcomeDirection.LowerIsBetter,
            Math.Min(options.Value.BanditFloor, 1.0 / rewards.Count),
            seed: ((ulong)experimentId << 44) ^ (ulong)at.ToUnixTimeMilliseconds()
        );

    private static void Write(
        TriageDbContext db,
        Experiment experiment,
        List<ExperimentArm> arms,
        List<OutcomeSums> rewards,
        IReadOnlyList<double> shares,
        DateTimeOffset at
    )
    {
        for (var n = 0; n < arms.Count; n++)
        {
            arms[n].Share = Math.Clamp(shares[n], 0, 1);
            db.ArmShares.Add(
                new ArmShare
                {
                    ExperimentId = experiment.Id,
                    ReleaseId = arms[n].ReleaseId,
                    At = at,
                    Share = arms[n].Share,
                    Units = rewards[n].Count,
                    Mean = rewards[n].Mean,
                }
            );
        }

        // The row version changes too: of two instances, or an instance and a person who ends the experiment, the second gets a conflict.
        db.Entry(experiment).Property(e => e.RowVersion).IsModified = true;
    }

    private async Task<bool> CommitAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await routing.CommitAsync(db, transaction, workflowId, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            return false;
        }
    }

    private static async Task<bool> IsKnownAsync(
        TriageDbContext db,
        List<ExperimentArm> arms,
        List<OutcomeSums> rewards,
        CancellationToken cancellationToken
    )
    {
        var last = await db
            .ArmShares.AsNoTracking()
            .Where(s =>
                s.ExperimentId == arms[0].ExperimentId
                && s.At == db.ArmShares.Where(o => o.ExperimentId == arms[0].ExperimentId).Max(o => o.At)
            )
            .ToListAsync(cancellationToken);
        return last.Count == arms.Count
            && arms.Select((a, n) => last.Any(s => s.ReleaseId == a.ReleaseId && s.Units == rewards[n].Count && s.Mean == rewards[n].Mean))
                .All(same => same);
    }

    /// <summary>
    /// The outcomes of each arm without shared tasks. Starts at the first whole five minutes and reads five-minute, hour and day rollups,
    /// so that the cost does not grow with the length of the experiment.
    /// </summary>
    private static async Task<Dictionary<long, OutcomeSums>> SumsAsync(
        TriageDbContext db,
        Experiment experiment,
        string metric,
        CancellationToken cancellationToken
    )
    {
        var window = TimeWindow.Ceiling(experiment.StartedAt, Rollup.Window);
        var hour = TimeWindow.Ceiling(window, Rollup.Hour);
        var day = TimeWindow.Ceiling(hour, Rollup.Day);
        return await (
            from a in db.ExperimentArms
            join release in db.Releases on a.ReleaseId equals release.Id
            from s in db.Slices
            join r in db.Rollups on s.Id equals r.SliceId
            where
                a.ExperimentId == experiment.Id
                && s.TenantId == experiment.TenantId
                && s.WorkflowId == a.WorkflowId
                && (s.Release ?? s.Model) == release.Name
                && !s.Shadow
                && (s.Overlap & ArmOverlap.Experiment) == 0
                && s.TimeIsReal
                && s.OutcomeMetric == metric
                && (
                    (r.Grain == Rollup.Window && r.Start >= window && r.Start < hour)
                    || (r.Grain == Rollup.Hour && r.Start >= hour && r.Start < day)
                    || (r.Grain == Rollup.Day && r.Start >= day)
                )
            group r by a.ReleaseId into g
            select new
            {
                g.Key,
                Count = g.Sum(r => r.OutcomeCount),
                Sum = g.Sum(r => r.OutcomeSum),
                Squares = g.Sum(r => r.OutcomeSquares),
            }
        ).ToDictionaryAsync(g => g.Key, g => new OutcomeSums(g.Count, g.Sum, g.Squares), cancellationToken);
    }
}
