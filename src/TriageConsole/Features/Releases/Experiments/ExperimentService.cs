using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>
/// Divides traffic between the live release and candidates. Except for a bandit, shares do not change while an experiment runs:
/// other shares are a new experiment.
/// </summary>
public sealed class ExperimentService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    RoutingChange routing,
    TimeProvider time
)
{
    /// <summary>The minimum share of an arm of a bandit.</summary>
    public const double BanditFloor = 0.05;

    /// <summary>Users do not see a shadow, so a lead can start one. Only approvers change what users get.</summary>
    /// <param name="access">The person.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="kind">The kind of experiment.</param>
    /// <param name="candidates">The candidates with their shares.</param>
    /// <param name="freezeReason">Why it starts in spite of a freeze; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    public async Task<Result<long>> StartAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ExperimentKind kind,
        IReadOnlyList<CandidateShare> candidates,
        string? freezeReason = null,
        CancellationToken cancellationToken = default
    )
    {
        var may =
            access.Has(Role.Approver, workflow.TenantId, workflow.Id)
            || (kind == ExperimentKind.Shadow && access.Has(Role.Lead, workflow.TenantId, workflow.Id));
        if (!may)
            throw new AccessDeniedException("Only approvers of the workflow can change what users get. A lead can start a shadow.");
        if (ExperimentShares.Problem(kind, candidates) is { } problem)
            return Error.Invalid(problem);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var freeze = await FreezeService.ActiveAsync(db, workflow.TenantId, workflow.Id, now, cancellationToken);
        var reason = string.IsNullOrWhiteSpace(freezeReason) ? null : freezeReason.Trim();
        if (freeze is not null && reason is null)
            return FreezeService.Refusal(freeze);
        var words = ExperimentShares.Words(kind, candidates) + (freeze is null ? "" : $" Against {freeze.Words}: {reason}");
        return await StartAsync(
            db,
            workflow,
            kind,
            candidates,
            new ExperimentStart(
                Actor.Of(access),
                words,
                (releases, _) =>
                {
                    if (freeze is not null)
                        FreezeService.Override(db, access, releases[0], freeze, reason!, now);
                    return Task.CompletedTask;
                }
            ),
            cancellationToken
        );
    }

    /// <summary>Starts an experiment in place of the running one with the same candidate. The caller has checked the rights.</summary>
    internal async Task<Result<long>> StartAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        ExperimentKind kind,
        IReadOnlyList<CandidateShare> candidates,
        ExperimentStart start,
        CancellationToken cancellationToken
    )
    {
        if (ExperimentShares.Problem(kind, candidates) is { } problem)
            return Error.Invalid(problem);
        var live = await db.Releases.SingleOrDefaultAsync(
            r => r.WorkflowId == workflow.Id && r.TenantId == workflow.TenantId && r.State == ReleaseState.Live,
            cancellationToken
        );
        if (live is null)
            return Error.Invalid("No release is live to compare with. Register the version that serves now, or promote a first release.");
        var ids = candidates.Select(c => c.ReleaseId).ToArray();
        var releases = await db.Releases.Where(r => r.WorkflowId == workflow.Id && ids.Contains(r.Id)).ToListAsync(cancellationToken);
        if (releases.Count != ids.Length)
            return Error.NotFound("There is no such release in this workflow.");
        var state = kind == ExperimentKind.Shadow ? ReleaseState.Shadow : ReleaseState.Canary;
        if (releases.FirstOrDefault(r => !ReleaseMoves.IsCandidate(r.State)) is { } wrong)
            return Error.Invalid(
                wrong.State == ReleaseState.RolledBack
                    ? $"{wrong.Name} was rolled back. Reopen it first."
                    : $"{wrong.Name} is {wrong.State.Words()} and cannot be a candidate."
            );
        var gone = await db
            .ReleaseComponents.Where(c => ids.Contains(c.ReleaseId) && c.ComponentVersion!.WithdrawnAt != null)
            .Select(c => new { c.Name, c.ComponentVersion!.Version })
            .FirstOrDefaultAsync(cancellationToken);
        if (gone is not null)
            return Error.Invalid($"{gone.Name} {gone.Version} is withdrawn. A release with a withdrawn component cannot get traffic.");
        var running = await ReleaseMoves.RunningAsync(db, workflow.Id, cancellationToken);
        if (running is not null && running.Arms.Any(a => !a.IsControl && !ids.Contains(a.ReleaseId)))
            return Error.Invalid(
                "Another experiment with another candidate runs in this workflow. End it first; a workflow has one experiment at a time."
            );
        return await ChangeAsync(
                db,
                workflow.Id,
                async now =>
                {
                    var move = new Move(TransitionCause.Requested, start.Actor, start.Words);
                    await PlanMoves.EndCanaryAsync(
                        db,
                        workflow.Id,
                        start.PlanId,
                        "Its share was changed by hand.",
                        false,
                        now,
                        cancellationToken
                    );
                    await start.Within(releases, now);
                    if (running is not null)
                    {
                        (running.IsRunning, running.EndedAt, running.EndReason) = (
                            false,
                            now,
                            "Its shares changed. Counting starts again."
                        );
                        await db.SaveChangesAsync(cancellationToken);
                    }

                    db.Experiments.Add(ExperimentShares.New(workflow, kind, candidates, live.Id, start.Actor.Name, now));
                    await db.SaveChangesAsync(cancellationToken);
                    foreach (var release in releases.Where(r => r.State != state))
                    {
                        if (release.State == ReleaseState.Draft)
                            await ReleaseMoves.MoveAsync(db, release, ReleaseState.Evaluating, move, now, cancellationToken);
                        await ReleaseMoves.MoveAsync(db, release, state, move, now, cancellationToken);
                    }
                },
                cancellationToken
            ) ?? Result.Done(start.Words, ids[0]);
    }

    /// <summary>Ends the experiment. All traffic goes to the live release and candidates are evaluating again. Counts stay.</summary>
    public async Task<Result> StopAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long experimentId,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id) && !access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads and approvers of the workflow can end experiments.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var experiment = await ReleaseMoves.RunningAsync(db, workflow.Id, cancellationToken);
        if (experiment is null || experiment.Id != experimentId || experiment.TenantId != workflow.TenantId)
            return Error.Conflict("The experiment has already ended. The page shows the current state.");
        var move = new Move(
            TransitionCause.Requested,
            Actor.Of(access),
            string.IsNullOrWhiteSpace(reason) ? "The experiment was ended." : reason.Trim()
        );
        return await ChangeAsync(
                db,
                workflow.Id,
                now => ReleaseMoves.EndExperimentAsync(db, experiment, null, move, now, cancellationToken),
                cancellationToken
            ) ?? Result.Done("Ended. All traffic goes to the live release.");
    }

    private async Task<Error?> ChangeAsync(
        TriageDbContext db,
        long workflowId,
        Func<DateTimeOffset, Task> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await change(time.GetUtcNow());
            await routing.CommitAsync(db, transaction, workflowId, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            return ReleaseErrors.ChangedMeanwhile;
        }
    }
}
