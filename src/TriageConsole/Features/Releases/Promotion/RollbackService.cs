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
        var (earlier, skipped) = await EarlierAsync(db, release, cancellationToken);
        if (earlier is null)
            return Error.Conflict(
                skipped is null
                    ? $"There is no release before {release.Name}. Promote another one, or turn the " + $"feature off in the application."
                    : $"There is no release to return to: components of {skipped} are withdrawn. Promote another one."
            );
        return await changes.RunAsync(
                workflowId,
                db,
                () => GoBackAsync(db, release, earlier, move, cancellationToken),
                earlier,
                cancellationToken
            )
            ?? Result.Done(
                $"{earlier.Name} is live again in place of "
                    + $"{release.Name}."
                    + $"{(skipped is null ? "" : $" {skipped} was skipped: one of its components is withdrawn.")}",
                earlier.Id
            );
    }

    /// <summary>The target of a rollback, for pages; null if there is none.</summary>
    public async Task<string?> RollbackTargetAsync(long workflowId, long releaseId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await db.Releases.SingleOrDefaultAsync(r => r.Id == releaseId && r.WorkflowId == workflowId, cancellationToken);
        return release is null ? null : (await EarlierAsync(db, release, cancellationToken)).Earlier?.Name;
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

    /// <summary>The latest earlier release without withdrawn components, and the first one that was skipped because of them.</summary>
    private static async Task<(Release? Earlier, string? Skipped)> EarlierAsync(
        TriageDbContext db,
        Release release,
        CancellationToken cancellationToken
    )
    {
        string? skipped = null;
        var seen = new HashSet<long> { release.Id };
        for (var id = release.PreviousLiveId; id is { } next && seen.Add(next); )
        {
            var earlier = await db.Releases.SingleAsync(r => r.Id == next && r.WorkflowId == release.WorkflowId, cancellationToken);
            var isWhole = !await db.ReleaseComponents.AnyAsync(
                c => c.ReleaseId == next && c.ComponentVersion!.WithdrawnAt != null,
                cancellationToken
            );
            if (earlier.State == ReleaseState.Superseded && isWhole)
                return (earlier, skipped);
            if (earlier.State == ReleaseState.Superseded)
                skipped ??= earlier.Name;
            id = earlier.PreviousLiveId;
        }

        return (null, skipped);
    }
}
