using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Plans;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Moves a release from state to state and stores one transition each. Runs in the caller's transaction.</summary>
internal static class ReleaseMoves
{
    /// <summary>Writes the transition first and then the release: the database refuses one without the other.</summary>
    public static async Task MoveAsync(
        TriageDbContext db,
        Release release,
        ReleaseState to,
        Move move,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!ReleaseTransition.IsLegal(release.State, to))
            throw new InvalidOperationException($"A release cannot go from {release.State.Words()} to {to.Words()}.");
        var number = (release.TransitionNumber ?? 0) + 1;
        db.ReleaseTransitions.Add(
            new ReleaseTransition
            {
                ReleaseId = release.Id,
                Number = number,
                PreviousNumber = release.TransitionNumber,
                FromState = release.State,
                ToState = to,
                Cause = move.Cause,
                At = now,
                ActorId = move.Actor.UserId,
                Actor = move.Actor.Name,
                Reason = Texts.Cut(Texts.Storable(move.Reason), 1000),
                OverrideReason = move.OverrideReason is null ? null : Texts.Cut(Texts.Storable(move.OverrideReason), 1000),
                Gates = move.Gates,
                OtherReleaseId = move.OtherReleaseId,
            }
        );
        AuditTrail.Add(
            db,
            now,
            move.Actor.UserId is { } person ? AuditActor.Person(person, move.Actor.Name) : AuditActor.Named(move.Actor.Name),
            release.TenantId,
            move.OverrideReason is null ? AuditActions.ReleaseMoved : AuditActions.GatesOverridden,
            $"release/{release.Id} {release.Name}",
            new
            {
                From = release.State.ToString(),
                To = to.ToString(),
                Cause = move.Cause.ToString(),
                move.Reason,
                move.OverrideReason,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        (release.State, release.TransitionNumber) = (to, number);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends the experiment. Candidates that are still part of it are evaluating again.</summary>
    public static async Task EndExperimentAsync(
        TriageDbContext db,
        Experiment experiment,
        long? exceptReleaseId,
        Move move,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var reason = Texts.Cut(Texts.Storable(move.Reason), 500);
        // In this order, like the step of a plan: plan, experiment, releases. Otherwise the two would wait for each other.
        await PlanMoves.EndCanaryAsync(db, experiment.WorkflowId, null, reason, move.Actor == Actor.Console, now, cancellationToken);
        // Without the row version: a bandit that changes the shares meanwhile must not block a rollback. The bandit gets the conflict.
        var ended = await db
            .Experiments.Where(e => e.Id == experiment.Id && e.IsRunning)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.IsRunning, false)
                        .SetProperty(e => e.EndedAt, now)
                        .SetProperty(e => e.EndReason, reason)
                        .SetProperty(e => e.RowVersion, e => e.RowVersion + 1),
                cancellationToken
            );
        // A step of a plan has put another experiment in its place, which would go on.
        if (ended == 0)
            throw new DbUpdateConcurrencyException("The experiment was replaced at the same time.");
        var ids = experiment.Arms.Where(a => !a.IsControl && a.ReleaseId != exceptReleaseId).Select(a => a.ReleaseId).ToArray();
        var others = await db
            .Releases.Where(r =>
                r.WorkflowId == experiment.WorkflowId
                && ids.Contains(r.Id)
                && (r.State == ReleaseState.Shadow || r.State == ReleaseState.Canary)
            )
            .ToListAsync(cancellationToken);
        foreach (var other in others)
            await MoveAsync(db, other, ReleaseState.Evaluating, move, now, cancellationToken);
    }

    public static Task<Experiment?> RunningAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken) =>
        db.Experiments.Include(e => e.Arms).SingleOrDefaultAsync(e => e.WorkflowId == workflowId && e.IsRunning, cancellationToken);

    public static async Task EndMonitoringAsync(
        TriageDbContext db,
        long workflowId,
        MonitorState state,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.ReleaseMonitors.SingleOrDefaultAsync(w => w.WorkflowId == workflowId && w.IsRunning, cancellationToken)
            is not { } monitor
        )
            return;
        (monitor.IsRunning, monitor.State, monitor.EndedAt) = (false, state, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Whether the release can get traffic in an experiment and be promoted.</summary>
    public static bool IsCandidate(ReleaseState state) =>
        state is ReleaseState.Draft or ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary;

    public static Task<Release?> FindAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        long releaseId,
        CancellationToken cancellationToken
    ) =>
        db.Releases.SingleOrDefaultAsync(r => r.Id == releaseId && r.WorkflowId == workflowId && r.TenantId == tenantId, cancellationToken);
}
