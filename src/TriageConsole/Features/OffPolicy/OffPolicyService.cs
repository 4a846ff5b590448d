using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.OffPolicy;

/// <summary>
/// Estimates candidate policies from the decisions of canaries and bandits, for leads and approvers of the workflow and for API callers of
/// the tenant. It changes nothing.
/// </summary>
public sealed class OffPolicyService(IDbContextFactory<TriageDbContext> contexts, ReleaseLookup lookup)
{
    /// <summary>The latest experiments that a page offers.</summary>
    private const int Offered = 50;

    /// <summary>The canaries and bandits of a workflow, the latest first.</summary>
    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public async Task<IReadOnlyList<PolicyExperiment>> ExperimentsAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        DemandReader(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var experiments = await Decisions(db, workflow.TenantId, workflow.Id).Take(Offered).ToListAsync(cancellationToken);
        var arms = await ArmsAsync(db, [.. experiments.Select(e => e.Id)], cancellationToken);
        return [.. experiments.Select(e => Row(e, arms[e.Id]))];
    }

    /// <summary>The estimate for a person.</summary>
    /// <param name="access">The person.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="experimentId">The experiment; null: the latest.</param>
    /// <param name="policy">The candidate policy.</param>
    /// <param name="cancellationToken">Cancels the estimate.</param>
    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public Task<Result<PolicyEstimate>> EstimateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long? experimentId,
        CandidatePolicy policy,
        CancellationToken cancellationToken = default
    )
    {
        DemandReader(access, workflow);
        return EstimateAsync(workflow.TenantId, workflow.Id, experimentId, policy, cancellationToken);
    }

    /// <summary>The estimate for an API caller of the tenant. The endpoint checks the scope.</summary>
    public async Task<Result<PolicyEstimate>> EstimateAsync(
        ApiCaller caller,
        string? workflow,
        long? experimentId,
        CandidatePolicy policy,
        CancellationToken cancellationToken = default
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, workflow, cancellationToken);
        return found.Error is { } missing
            ? missing
            : await EstimateAsync(caller.TenantId, found.Value, experimentId, policy, cancellationToken);
    }

    private async Task<Result<PolicyEstimate>> EstimateAsync(
        long tenantId,
        long workflowId,
        long? experimentId,
        CandidatePolicy policy,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db.Workflows.AsNoTracking().SingleAsync(w => w.TenantId == tenantId && w.Id == workflowId, cancellationToken);
        if (workflow.OutcomeMetric is not { Length: > 0 } metric)
            return Error.Invalid("The workflow has no outcome metric. A lead chooses one in the settings of the workflow.");
        var experiment = await Decisions(db, tenantId, workflowId)
            .FirstOrDefaultAsync(e => experimentId == null || e.Id == experimentId, cancellationToken);
        if (experiment is null)
            return Error.NotFound(
                experimentId is { } id
                    ? $"There is no canary or bandit {id} in this workflow."
                    : "This workflow has had no canary and no bandit, so no decision has a known probability. Start one first."
            );
        var shares = (await ArmsAsync(db, [experiment.Id], cancellationToken))[experiment.Id].ToList();
        var (units, isComplete) = await new DecisionReader(db, experiment, metric).ReadAsync(
            [.. shares.Select(a => a.Release)],
            cancellationToken
        );
        var arms = ArmsOf(units, policy, shares);
        var (report, measured) = Reports(units, policy, arms);
        var lowerIsBetter = workflow.OutcomeDirection == OutcomeDirection.LowerIsBetter;
        return Result.Done(
            "",
            new PolicyEstimate(
                workflow.Key,
                Row(experiment, shares),
                metric,
                workflow.OutcomeUnit,
                lowerIsBetter,
                policy,
                PolicyEstimate.VerdictOf(measured ?? report, lowerIsBetter),
                report,
                measured,
                units.LongCount(u => !u.IsMixed && u.Reward is null),
                isComplete,
                arms
            )
        );
    }

    private static (OffPolicyReport All, OffPolicyReport? Measured) Reports(
        List<DecisionUnit> units,
        CandidatePolicy policy,
        List<PolicyArm> arms
    )
    {
        var releases = arms.ConvertAll(a => a.Release);
        var all = Refused(PolicyLog.Evaluate(units, policy, releases), arms);
        return all.Estimated == 0
            ? (all, null)
            : (all, Refused(PolicyLog.Evaluate(units.Where(u => u.IsMixed || u.Measured is not null), policy, releases), arms));
    }

    /// <summary>A release that the experiment never served is missing in the log, however small its share in the policy is.</summary>
    private static OffPolicyReport Refused(OffPolicyReport report, List<PolicyArm> arms) =>
        report.Units == 0 || report.Refusals.Any(r => r.Reason == OffPolicyRefusalReason.NoOverlap)
            ? report
            : arms.Where(a => a is { Units: 0, PolicyShare: > 0 })
                .Aggregate(
                    report,
                    (refused, arm) =>
                        refused.Refuse(
                            new OffPolicyRefusal(
                                OffPolicyRefusalReason.NoOverlap,
                                $"The policy gives {ReleaseText.Percent(arm.PolicyShare)} of the units to {arm.Release}, which served "
                                    + "no unit of the experiment. Serve a few units with it first."
                            )
                        )
                );

    private static List<PolicyArm> ArmsOf(List<DecisionUnit> all, CandidatePolicy policy, List<PolicyExperimentArm> shares)
    {
        var units = all.Where(u => !u.IsMixed).ToList();
        var bySegment = units.CountBy(u => u.Segment ?? "").ToList();
        var served = units.ToLookup(u => u.Release, StringComparer.Ordinal);
        var named = policy.Segments.Values.Prepend(policy.Shares).SelectMany(s => s.Where(one => one.Value > 0)).Select(s => s.Key);
        return
        [
            .. shares
                .Select(a => a.Release)
                .Concat(named.Order(StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Select(release =>
                {
                    var own = served[release].ToList();
                    var sums = OutcomeSums.Of(own.Select(u => u.Measured).OfType<double>());
                    var mean = double.IsFinite(sums.SumOfSquares) ? MeanEstimate.Of(sums) : default;
                    return new PolicyArm(
                        release,
                        own.Count,
                        sums.Count,
                        new Interval(mean.Value, mean.Low, mean.High),
                        units.Count == 0 ? 0 : (double)own.Count / units.Count,
                        units.Count == 0
                            ? policy.Of(null, release)
                            : bySegment.Sum(s => s.Value * policy.Of(s.Key.Length == 0 ? null : s.Key, release)) / units.Count
                    );
                }),
        ];
    }

    /// <summary>Experiments that served units; a shadow decides nothing that users see.</summary>
    private static IQueryable<Experiment> Decisions(TriageDbContext db, long tenantId, long workflowId) =>
        db
            .Experiments.AsNoTracking()
            .Where(e => e.TenantId == tenantId && e.WorkflowId == workflowId && e.Kind != ExperimentKind.Shadow)
            .OrderByDescending(e => e.StartedAt)
            .ThenByDescending(e => e.Id);

    private static async Task<ILookup<long, PolicyExperimentArm>> ArmsAsync(
        TriageDbContext db,
        long[] experiments,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .ExperimentArms.Where(a => experiments.Contains(a.ExperimentId))
            .Join(
                db.Releases,
                a => a.ReleaseId,
                r => r.Id,
                (a, r) =>
                    new
                    {
                        a.ExperimentId,
                        r.Id,
                        r.Name,
                        a.Share,
                        a.IsControl,
                    }
            )
            .ToListAsync(cancellationToken);
        return rows.OrderBy(a => !a.IsControl)
            .ThenBy(a => a.Id)
            .ToLookup(a => a.ExperimentId, a => new PolicyExperimentArm(a.Name, a.Share, a.IsControl));
    }

    private static PolicyExperiment Row(Experiment experiment, IEnumerable<PolicyExperimentArm> arms) =>
        new(experiment.Id, experiment.Kind, experiment.StartedAt, experiment.EndedAt, [.. arms]);

    private static void DemandReader(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can estimate its policies.");
    }
}
