using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Rolls back the live release or a candidate: for approvers, API keys and automatic rollbacks.</summary>
public sealed class RollbackService(IDbContextFactory<TriageDbContext> contexts, ReleaseChanges changes, TimeProvider time)
{
    /// <summary>For an approver: from live to the release before, or a candidate out of its experiment.</summary>
    public Task<Result<long>> RollBackAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        int rowVersion,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseRights.DemandApprover(access, workflow);
        return RollBackAsync(
            workflow.TenantId,
            workflow.Id,
            releaseId,
            rowVersion,
            new Move(TransitionCause.Requested, Actor.Of(access), string.IsNullOrWhiteSpace(reason) ? "Rolled back." : reason.Trim()),
            cancellationToken
        );
    }

    /// <summary>
    /// For an approver: makes a superseded release live again in place of the live one. The releases between them are skipped and named
    /// in the history.
    /// </summary>
    /// <param name="access">The approver.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="releaseId">The superseded release.</param>
    /// <param name="rowVersion">Its version that the page showed.</param>
    /// <param name="liveId">The live release that the page showed.</param>
    /// <param name="reason">The reason, if any.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    public Task<Result<long>> RollBackToAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        int rowVersion,
        long? liveId,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseRights.DemandApprover(access, workflow);
        return ReleaseChanges.RetryAsync(() =>
            TryRollBackToAsync(access, workflow, releaseId, rowVersion, liveId, reason, cancellationToken)
        );
    }

    private async Task<Result<long>> TryRollBackToAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        int rowVersion,
        long? liveId,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = await ReleaseMoves.FindAsync(db, workflow.TenantId, workflow.Id, releaseId, cancellationToken);
        if (target is null)
            return Error.NotFound("The release does not exist.");
        var live = await db.Releases.SingleOrDefaultAsync(
            r => r.WorkflowId == workflow.Id && r.State == ReleaseState.Live,
            cancellationToken
        );
        if (target.RowVersion != rowVersion || live?.Id != liveId)
            return ReleaseErrors.StalePage;
        if (live is null || target.State != ReleaseState.Superseded)
            return Error.Conflict($"{target.Name} is {target.State.Words()}. Only a superseded release can go live again by a rollback.");
        if (!await IsWholeAsync(db, target.Id, cancellationToken))
            return Error.Conflict($"A component of {target.Name} is withdrawn. Choose another version.");
        var path = await RollbackPath.ReadAsync(db, live, cancellationToken);
        var between = path.Any(r => r.Id == target.Id) ? path.TakeWhile(r => r.Id != target.Id).Select(r => r.Name).ToList() : [];
        var skipped = between.Count == 0 ? "" : $" Skipped: {string.Join(", ", between)}.";
        var move = new Move(
            TransitionCause.Requested,
            Actor.Of(access),
            $"{(string.IsNullOrWhiteSpace(reason) ? $"Rolled back to {target.Name}." : reason.Trim())}{skipped}"
        );
        return await changes.RunAsync(
                workflow.Id,
                db,
                () => GoBackAsync(db, live, target, move, cancellationToken),
                target,
                cancellationToken
            ) ?? Result.Done($"{target.Name} is live again in place of {live.Name}.{skipped}", target.Id);
    }

    /// <summary>For a key with the scope, a guardrail and the monitoring. They can roll back and never promote.</summary>
    internal Task<Result<long>> RollBackAsync(
        long tenantId,
        long workflowId,
        long releaseId,
        int? rowVersion,
        Move move,
        CancellationToken cancellationToken = default
    ) => ReleaseChanges.RetryAsync(() => TryRollBackAsync(tenantId, workflowId, releaseId, rowVersion, move, cancellationToken));

    private async Task<Result<long>> TryRollBackAsync(
        long tenantId,
        long workflowId,
        long releaseId,
        int? rowVersion,
        Move move,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await ReleaseMoves.FindAsync(db, tenantId, workflowId, releaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("The release does not exist.");
        if (rowVersion is { } seen && seen != release.RowVersion)
            return ReleaseErrors.StalePage;
        if (release.State is ReleaseState.Shadow or ReleaseState.Canary)
            return await changes.RunAsync(
                    workflowId,
                    db,
                    () => TakeAwayAsync(db, release, move, cancellationToken),
                    release,
                    cancellationToken
                ) ?? Result.Done($"{release.Name} gets no more traffic.", release.Id);
        if (release.State != ReleaseState.Live)
            return Error.Conflict($"{release.Name} is {release.State.Words()}. There is nothing to roll back.");
        var path = await RollbackPath.ReadAsync(db, release, cancellationToken);
        var skipped = new List<string>();
        Release? earlier = null;
        foreach (var candidate in path)
        {
            if (await IsWholeAsync(db, candidate.Id, cancellationToken))
            {
                earlier = candidate;
                break;
            }

            skipped.Add(candidate.Name);
        }

        if (earlier is null)
            return Error.Conflict(
                skipped.Count == 0
                    ? $"There is no release before {release.Name}. Promote another one, or turn the feature off in the application."
                    : $"There is no release to return to: components of {string.Join(", ", skipped)} are withdrawn. Promote another one."
            );
        return await changes.RunAsync(
                workflowId,
                db,
                () => GoBackAsync(db, release, earlier, move, cancellationToken),
                earlier,
                cancellationToken
            )
            ?? Result.Done(
                $"{earlier.Name} is live again in place of {release.Name}."
                    + (
                        skipped.Count == 0
                            ? ""
                            : $" {string.Join(", ", skipped)} {(skipped.Count == 1 ? "was" : "were")} skipped: a component is withdrawn."
                    ),
                earlier.Id
            );
    }

    private async Task GoBackAsync(TriageDbContext db, Release release, Release earlier, Move move, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var back = move with
        {
            Cause = TransitionCause.Replaced,
            Reason = $"{release.Name} was rolled back.",
            Gates = "[]",
            OtherReleaseId = release.Id,
        };
        if (await ReleaseMoves.RunningAsync(db, release.WorkflowId, cancellationToken) is { } running)
            await ReleaseMoves.EndExperimentAsync(db, running, null, back, now, cancellationToken);
        await ReleaseMoves.EndMonitoringAsync(
            db,
            release.WorkflowId,
            move.Cause == TransitionCause.Monitoring ? MonitorState.RolledBack : MonitorState.Ended,
            now,
            cancellationToken
        );
        await ReleaseMoves.MoveAsync(
            db,
            release,
            ReleaseState.RolledBack,
            move with
            {
                OtherReleaseId = earlier.Id,
            },
            now,
            cancellationToken
        );
        earlier.LiveSince = now;
        await ReleaseMoves.MoveAsync(db, earlier, ReleaseState.Live, back, now, cancellationToken);
    }

    private async Task TakeAwayAsync(TriageDbContext db, Release release, Move move, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            await ReleaseMoves.RunningAsync(db, release.WorkflowId, cancellationToken) is { } running
            && running.Arms.Any(a => a.ReleaseId == release.Id)
        )
            await ReleaseMoves.EndExperimentAsync(
                db,
                running,
                release.Id,
                move with
                {
                    Cause = TransitionCause.Replaced,
                    Reason = $"{release.Name} was rolled back.",
                    Gates = "[]",
                    OtherReleaseId = release.Id,
                },
                now,
                cancellationToken
            );
        await ReleaseMoves.MoveAsync(db, release, ReleaseState.RolledBack, move, now, cancellationToken);
    }

    private static async Task<bool> IsWholeAsync(TriageDbContext db, long releaseId, CancellationToken cancellationToken) =>
        !await db.ReleaseComponents.AnyAsync(c => c.ReleaseId == releaseId && c.ComponentVersion!.WithdrawnAt != null, cancellationToken);
}
