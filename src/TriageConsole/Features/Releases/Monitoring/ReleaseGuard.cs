using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Live;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>
/// Evaluates gates and monitors repeatedly and acts on regressions. It rolls back by itself. It promotes only what a person has
/// planned for a time, and only if every gate passes then.
/// </summary>
public sealed class ReleaseGuard(
    IDbContextFactory<TriageDbContext> contexts,
    GateService gates,
    PostPromotionMonitor monitor,
    RollbackService rollback,
    PlanRunner plans,
    ApprovalGuard approvals,
    ReleaseNotices news,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Workflows with a candidate, a running monitor, an open plan or a request for approval.</summary>
    internal async Task<IReadOnlyList<long>> DueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Releases.Where(r =>
                r.State == ReleaseState.Evaluating
                || r.State == ReleaseState.Shadow
                || r.State == ReleaseState.Canary
                || (r.State == ReleaseState.Draft && db.EvalRuns.Any(e => e.ReleaseId == r.Id))
            )
            .Select(r => r.WorkflowId)
            .Union(db.ReleaseMonitors.Where(w => w.IsRunning).Select(w => w.WorkflowId))
            .Union(
                db.ReleasePlans.Where(p => p.State == PlanState.Scheduled || p.State == PlanState.Running || p.State == PlanState.Paused)
                    .Select(p => p.WorkflowId)
            )
            .Union(
                db.ReleaseApprovals.Where(a => a.State == ApprovalState.Open || a.State == ApprovalState.Approved).Select(a => a.WorkflowId)
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Evaluates one workflow. All steps run before an error is thrown, so that one failing step does not hide the others.
    /// </summary>
    internal async Task LookAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await TakeUpAsync(workflowId, cancellationToken);
        var faults = new List<Exception>();
        foreach (var candidate in await gates.CandidatesAsync(workflowId, cancellationToken))
            await TryAsync(
                async () =>
                {
                    if (
                        await gates.LookAsync(candidate, cancellationToken) is { Verdict: Core.Gates.GateVerdict.RollBack } report
                        && candidate.State != ReleaseState.Evaluating
                    )
                        await StopRegressionAsync(candidate, report, cancellationToken);
                },
                faults,
                cancellationToken
            );
        await TryAsync(() => monitor.LookAsync(workflowId, cancellationToken), faults, cancellationToken);
        // After the guardrails: a canary that fails one is rolled back and takes no step.
        await TryAsync(() => approvals.LookAsync(workflowId, cancellationToken), faults, cancellationToken);
        await TryAsync(() => plans.LookAsync(workflowId, cancellationToken), faults, cancellationToken);
        await TryAsync(() => news.NotifyAsync(workflowId, cancellationToken), faults, cancellationToken);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    private static async Task TryAsync(Func<Task> work, List<Exception> faults, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            faults.Add(e);
        }
    }

    /// <summary>A draft becomes a candidate when its first evaluation starts. Its gates are evaluated from then on.</summary>
    private async Task TakeUpAsync(long workflowId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drafts = await db
            .Releases.Where(r => r.WorkflowId == workflowId && r.State == ReleaseState.Draft && db.EvalRuns.Any(e => e.ReleaseId == r.Id))
            .ToListAsync(cancellationToken);
        foreach (var draft in drafts)
        {
            var run = await db
                .EvalRuns.Where(e => e.ReleaseId == draft.Id)
                .OrderBy(e => e.Id)
                .Select(e => new { e.StartedById, e.StartedBy })
                .FirstAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                await ReleaseMoves.MoveAsync(
                    db,
                    draft,
                    ReleaseState.Evaluating,
                    new Move(TransitionCause.Requested, new Actor(run.StartedById, run.StartedBy), "An evaluation was started."),
                    time.GetUtcNow(),
                    cancellationToken
                );
                await transaction.CommitAsync(cancellationToken);
                notifier.Publish(workflowId);
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
            {
                // Another user moved it at the same time.
                return;
            }
        }
    }

    private async Task StopRegressionAsync(Release release, GateReport report, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var byItself =
            await db
                .ReleasePolicies.Where(p => p.WorkflowId == release.WorkflowId)
                .Select(p => (bool?)p.RollsBackAutomatically)
                .SingleOrDefaultAsync(cancellationToken)
            ?? true;
        var reason = $"{report.Because!.Name}: {report.Because.Explanation}";
        if (byItself)
            await rollback.RollBackAsync(
                release.TenantId,
                release.WorkflowId,
                release.Id,
                release.RowVersion,
                new Move(TransitionCause.Guardrail, Actor.Console, reason, report.ToJson()),
                cancellationToken
            );
        else
            await news.AskAsync(
                release.WorkflowId,
                $"guardrail:{release.Id}:{release.TransitionNumber}",
                $"a guardrail of {release.Name} fails. {reason} Roll it back?",
                cancellationToken
            );
    }
}
