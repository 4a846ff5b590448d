using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Reads releases for leads and approvers of their workflow.</summary>
public sealed class ReleaseReader(
    IDbContextFactory<TriageDbContext> contexts,
    WorkflowDirectory directory,
    TrafficVersionReader traffic,
    TimeProvider time
)
{
    /// <summary>Finds the workflow of an address if the person is its lead or approver; otherwise null.</summary>
    public async Task<WorkflowRef?> FindAsync(
        PersonAccess access,
        string key,
        string? tenantKey,
        CancellationToken cancellationToken = default
    ) =>
        await directory.FindAsync(access, Role.Lead, key, tenantKey, cancellationToken)
        ?? await directory.FindAsync(access, Role.Approver, key, tenantKey, cancellationToken);

    /// <exception cref="AccessDeniedException">The person is neither lead nor approver of the workflow.</exception>
    public Task<ReleaseList> ListAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        DemandReader(access, workflow);
        return ListAsync(workflow.TenantId, workflow.Id, cancellationToken);
    }

    /// <summary>For API callers of the tenant. The endpoint checks the scope.</summary>
    internal async Task<ReleaseList> ListAsync(long tenantId, long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db
            .Workflows.Where(w => w.Id == workflowId && w.TenantId == tenantId)
            .Select(w => new
            {
                w.OutcomeMetric,
                w.OutcomeUnit,
                w.OutcomeDirection,
            })
            .SingleAsync(cancellationToken);
        var policy =
            await db.ReleasePolicies.AsNoTracking().SingleOrDefaultAsync(p => p.WorkflowId == workflowId, cancellationToken)
            ?? new ReleasePolicy { WorkflowId = workflowId, TenantId = tenantId };
        var releases = await db
            .Releases.AsNoTracking()
            .Where(r => r.WorkflowId == workflowId && r.TenantId == tenantId)
            .ToListAsync(cancellationToken);
        var parts = (await PartsAsync(db, workflowId, cancellationToken)).ToLookup(p => p.ReleaseId, p => p.Part);
        var evidence = await db
            .ReleaseEvidence.AsNoTracking()
            .Where(e => e.WorkflowId == workflowId)
            .ToDictionaryAsync(e => e.ReleaseId, cancellationToken);
        var experiment = await RunningAsync(db, workflowId, cancellationToken);
        var live = releases.Find(r => r.State == ReleaseState.Live);
        var path = live is null ? [] : RollbackPath.Of(live, releases.ToDictionary(r => r.Id));
        var target = path.FirstOrDefault(r => !parts[r.Id].Any(p => p.IsWithdrawn));
        return new ReleaseList(
            [
                .. releases
                    .OrderBy(r => Order(r.State))
                    .ThenByDescending(r => r.LiveSince ?? r.CreatedAt)
                    .ThenByDescending(r => r.Id)
                    .Select(r =>
                        Row(
                            r,
                            [.. parts[r.Id]],
                            evidence.GetValueOrDefault(r.Id),
                            experiment,
                            r.Id == live?.Id ? target?.Name : null,
                            Skipped(path, r.Id == live?.Id ? target?.Id : r.Id)
                        )
                    ),
            ],
            experiment,
            await WatchAsync(db, workflowId, cancellationToken),
            await traffic.UnregisteredAsync(
                workflowId,
                workflow.OutcomeMetric,
                releases.Select(r => r.Name).ToHashSet(StringComparer.Ordinal),
                cancellationToken
            ),
            policy,
            workflow.OutcomeMetric,
            workflow.OutcomeUnit,
            workflow.OutcomeDirection == Data.Workflows.OutcomeDirection.LowerIsBetter
        )
        {
            Plans = await PlanReader.OfAsync(db, tenantId, workflowId, cancellationToken),
            Approved = await ApprovalReader.GivenAsync(db, tenantId, workflowId, cancellationToken),
            Freeze = await FreezeService.ActiveAsync(db, tenantId, workflowId, time.GetUtcNow(), cancellationToken),
        };
    }

    private static ReleaseRow Row(
        Release r,
        IReadOnlyList<ReleasePart> parts,
        ReleaseEvidence? kept,
        RunningExperiment? experiment,
        string? rollbackTo,
        IReadOnlyList<string> skipped
    )
    {
        // Only candidates: the gates of other releases are in the history.
        var isCandidate = r.State is ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary;
        var gates = isCandidate && kept is not null ? GateReport.Parse(kept.Gates) : [];
        var decision = gates.Count == 0 ? null : GateReport.Of(gates);
        return new ReleaseRow(
            r.Id,
            r.Name,
            r.State,
            r.Author,
            r.AuthorId,
            r.CreatedAt,
            r.LiveSince,
            r.RowVersion,
            parts,
            gates,
            decision?.Verdict,
            decision?.Because,
            isCandidate ? kept?.EvaluatedAt : null,
            experiment?.Arms.FirstOrDefault(a => a.ReleaseId == r.Id)?.Share,
            rollbackTo,
            skipped
        );
    }

    /// <summary>The releases of a rollback path before its target; empty if the target is not on the path.</summary>
    private static IReadOnlyList<string> Skipped(IReadOnlyList<Release> path, long? targetId) =>
        path.Any(r => r.Id == targetId) ? [.. path.TakeWhile(r => r.Id != targetId).Select(r => r.Name)] : [];

    internal static async Task<RunningExperiment?> RunningAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var running = await db
            .Experiments.Where(e => e.WorkflowId == workflowId && e.IsRunning)
            .Select(e => new
            {
                e.Id,
                e.Kind,
                e.StartedAt,
                e.StartedBy,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (running is null)
            return null;
        var arms = await db
            .ExperimentArms.Where(a => a.ExperimentId == running.Id)
            .OrderByDescending(a => a.IsControl)
            .ThenBy(a => a.ReleaseId)
            .Select(a => new RunningArm(
                a.ReleaseId,
                db.Releases.Where(r => r.Id == a.ReleaseId).Select(r => r.Name).First(),
                a.IsControl,
                a.Share
            ))
            .ToListAsync(cancellationToken);
        return new RunningExperiment(
            running.Id,
            running.Kind,
            running.StartedAt,
            running.StartedBy,
            arms,
            await db
                .ArmComparisons.Where(c => c.ExperimentId == running.Id)
                .Select(c => (long?)c.SharedUnits)
                .SingleOrDefaultAsync(cancellationToken)
                ?? 0
        );
    }

    internal static Expression<Func<ReleaseMonitor, MonitoringRow>> AsRow(TriageDbContext db) =>
        w => new MonitoringRow(
            w.ReleaseId,
            db.Releases.Where(r => r.Id == w.ReleaseId).Select(r => r.Name).First(),
            db.Releases.Where(r => r.Id == w.BaselineId).Select(r => r.Name).FirstOrDefault(),
            w.State,
            w.IsRunning,
            w.StartedAt,
            w.EndsAt,
            w.Units,
            w.Difference,
            w.Low,
            w.High,
            w.IsShare,
            db.Workflows.Where(x => x.Id == w.WorkflowId).Select(x => x.OutcomeUnit).FirstOrDefault(),
            w.Evidence
        );

    private static Task<MonitoringRow?> WatchAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken) =>
        db
            .ReleaseMonitors.Where(w => w.WorkflowId == workflowId)
            .OrderByDescending(w => w.Id)
            .Select(AsRow(db))
            .FirstOrDefaultAsync(cancellationToken);

    private static async Task<List<(long ReleaseId, ReleasePart Part)>> PartsAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .ReleaseComponents.Where(c => c.WorkflowId == workflowId)
                .OrderBy(c => c.Kind)
                .ThenBy(c => c.Name)
                .Select(c => new
                {
                    c.ReleaseId,
                    Part = new ReleasePart(
                        c.Kind,
                        c.Name,
                        c.ComponentVersion!.Version,
                        c.ComponentVersionId,
                        c.ComponentVersion.WithdrawnAt != null
                    ),
                })
                .ToListAsync(cancellationToken)
        ).ConvertAll(c => (c.ReleaseId, c.Part));

    /// <summary>The live release first, then candidates, then earlier releases.</summary>
    private static int Order(ReleaseState state) =>
        state switch
        {
            ReleaseState.Live => 0,
            ReleaseState.Canary => 1,
            ReleaseState.Shadow => 2,
            ReleaseState.Evaluating => 3,
            ReleaseState.Draft => 4,
            ReleaseState.RolledBack => 5,
            ReleaseState.Superseded => 6,
            _ => 7,
        };

    internal static void DemandReader(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id) && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can read its releases.");
    }
}
