using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Changes what is live: one transaction, read back, and told to every instance and page.</summary>
public sealed class PromotionService(
    IDbContextFactory<TriageDbContext> contexts,
    GateService gates,
    IProviderStatements statements,
    ReleaseNews news,
    ChangeNotifier notifier,
    RoutingSignal signal,
    TimeProvider time,
    ILogger<PromotionService> logger
)
{
    /// <summary>How far back the release before counts as what a promoted one is watched against.</summary>
    private static readonly TimeSpan Baseline = TimeSpan.FromDays(28);

    /// <summary>Makes the release live where every gate passes, or an approver says why it goes live all the same.</summary>
    public Task<Result<long>> PromoteAsync(
        PersonAccess access,
        WorkflowRef workflow,
        PromoteRequest request,
        CancellationToken cancellationToken = default
    )
    {
        DemandApprover(access, workflow);
        return AgainAsync(() => TryPromoteAsync(access, workflow, request, cancellationToken));
    }

    private async Task<Result<long>> TryPromoteAsync(
        PersonAccess access,
        WorkflowRef workflow,
        PromoteRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, workflow.TenantId, workflow.Id, request.ReleaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("There is no such release.");
        var live = await db.Releases.SingleOrDefaultAsync(
            r => r.WorkflowId == workflow.Id && r.State == ReleaseState.Live,
            cancellationToken
        );
        if (release.RowVersion != request.RowVersion || live?.Id != request.LiveId)
            return ReleaseErrors.StalePage;
        if (release.State == ReleaseState.Superseded || !ReleaseTransition.IsLegal(release.State, ReleaseState.Live))
            return Error.Invalid(WhyNot(release.State));
        var context = (await gates.ContextAsync(db, workflow.Id, cancellationToken))!;
        var approval = Approval(context.Policy, release, access);
        if (approval is { Answer: not GateAnswer.Pass })
            return Error.Forbidden(approval.Explanation);
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        if (approval is not null)
            report = GateReport.Of([.. report.Gates, approval]);
        if (report.Gates.FirstOrDefault(g => g is { Kind: GateKind.Components, Answer: not GateAnswer.Pass }) is { } gone)
            return Error.Invalid($"Not promoted: {gone.Explanation}");
        var because = string.IsNullOrWhiteSpace(request.OverrideReason) ? null : request.OverrideReason.Trim();
        if (report.Verdict != GateVerdict.Promote && because is null)
            return Error.Invalid($"Not promoted: {report.Because!.Name}: {report.Because.Explanation}");
        if (report.Verdict == GateVerdict.Promote)
            because = null;
        var move = new Move(
            TransitionCause.Asked,
            Actor.Of(access),
            because is null ? "Every gate passes." : "Promoted against its gates.",
            report.ToJson(),
            because,
            live?.Id
        );
        return await ChangeAsync(
                workflow.Id,
                db,
                () => GoLiveAsync(db, context, release, live, move, cancellationToken),
                release,
                cancellationToken
            )
            ?? Result.Done(
                live is null ? $"{release.Name} is live." : $"{release.Name} is live in place of {live.Name}.",
                release.Id
            );
    }

    /// <summary>An approver's one press: back to what was live before, or, of a candidate, away from traffic.</summary>
    public Task<Result<long>> RollBackAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        int rowVersion,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        DemandApprover(access, workflow);
        return RollBackAsync(
            workflow.TenantId,
            workflow.Id,
            releaseId,
            rowVersion,
            new Move(TransitionCause.Asked, Actor.Of(access), string.IsNullOrWhiteSpace(reason) ? "Rolled back." : reason.Trim()),
            cancellationToken
        );
    }

    /// <summary>For a key with the scope, a guardrail and the watch: what acts by itself may take back, never promote.</summary>
    internal Task<Result<long>> RollBackAsync(
        long tenantId,
        long workflowId,
        long releaseId,
        int? rowVersion,
        Move move,
        CancellationToken cancellationToken = default
    ) => AgainAsync(() => TryRollBackAsync(tenantId, workflowId, releaseId, rowVersion, move, cancellationToken));

    /// <summary>A request must not fail because the console itself wrote at that moment: on a conflict it is tried again, and refused where another user was first.</summary>
    private static async Task<Result<long>> AgainAsync(Func<Task<Result<long>>> attempt)
    {
        var result = await attempt();
        for (var again = 0; again < 2 && ReferenceEquals(result.Error, ReleaseErrors.ChangedMeanwhile); again++)
            result = await attempt();
        return result;
    }

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
        var release = await FindAsync(db, tenantId, workflowId, releaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("There is no such release.");
        if (rowVersion is { } seen && seen != release.RowVersion)
            return ReleaseErrors.StalePage;
        if (release.State is ReleaseState.Shadow or ReleaseState.Canary)
            return await ChangeAsync(workflowId, db, () => TakeAwayAsync(db, release, move, cancellationToken), release, cancellationToken)
                ?? Result.Done($"{release.Name} gets no more traffic.", release.Id);
        if (release.State != ReleaseState.Live)
            return Error.Conflict($"{release.Name} is {release.State.Words()}: there is nothing to roll back.");
        var (earlier, skipped) = await EarlierAsync(db, release, cancellationToken);
        if (earlier is null)
            return Error.Conflict(
                skipped is null
                    ? $"There is no release before {release.Name} to go back to. Promote another one, or switch the feature off in the application."
                    : $"There is no release to go back to: components of {skipped} are withdrawn. Promote another one."
            );
        return await ChangeAsync(
                workflowId,
                db,
                () => GoBackAsync(db, release, earlier, move, cancellationToken),
                earlier,
                cancellationToken
            )
            ?? Result.Done(
                $"{earlier.Name} is live again in place of {release.Name}.{(skipped is null ? "" : $" {skipped} was passed over: a component of it is withdrawn.")}",
                earlier.Id
            );
    }

    /// <summary>Where a rollback would go, for the page that asks; null where nowhere.</summary>
    public async Task<string?> RollbackTargetAsync(long workflowId, long releaseId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await db.Releases.SingleOrDefaultAsync(r => r.Id == releaseId && r.WorkflowId == workflowId, cancellationToken);
        return release is null ? null : (await EarlierAsync(db, release, cancellationToken)).Earlier?.Name;
    }

    /// <summary>Four eyes, where the workflow asks for them; no reason gets past it.</summary>
    internal static GateResult? Approval(ReleasePolicy policy, Release release, PersonAccess access) =>
        !policy.NeedsTwoPeople ? null
        : release.AuthorId == access.UserId
            ? new GateResult(
                GateKind.Approval,
                "Approval",
                GateAnswer.NotEnoughEvidence,
                $"You made {release.Name}; here another person than its author promotes it."
            )
        : new GateResult(GateKind.Approval, "Approval", GateAnswer.Pass, $"Made by {release.Author}; another person promotes it.");

    /// <summary>Ends what a release may not come back from, or takes it up again.</summary>
    public async Task<Result<long>> MoveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        int rowVersion,
        ReleaseState to,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id) && !access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Releases are moved by leads and approvers of the workflow.");
        if (to is not (ReleaseState.Evaluating or ReleaseState.Rejected))
            throw new ArgumentOutOfRangeException(nameof(to), to, "Only evaluating and rejected are reached this way.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, workflow.TenantId, workflow.Id, releaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("There is no such release.");
        if (release.RowVersion != rowVersion)
            return ReleaseErrors.StalePage;
        if (!ReleaseTransition.IsLegal(release.State, to))
            return Error.Invalid($"{release.Name} is {release.State.Words()} and cannot become {to.Words()}.");
        var move = new Move(
            TransitionCause.Asked,
            Actor.Of(access),
            string.IsNullOrWhiteSpace(reason)
                ? to == ReleaseState.Rejected
                    ? "Rejected."
                    : "Taken up for evaluation."
                : reason.Trim()
        );
        return await ChangeAsync(
                workflow.Id,
                db,
                async () =>
                {
                    if (
                        await ReleaseMoves.RunningAsync(db, workflow.Id, cancellationToken) is { } running
                        && running.Arms.Any(a => a.ReleaseId == release.Id)
                    )
                        await ReleaseMoves.EndExperimentAsync(db, running, release.Id, move, time.GetUtcNow(), cancellationToken);
                    await ReleaseMoves.MoveAsync(db, release, to, move, time.GetUtcNow(), cancellationToken);
                },
                null,
                cancellationToken
            ) ?? Result.Done($"{release.Name} is {to.Words()}.", release.Id);
    }

    private async Task GoLiveAsync(
        TriageDbContext db,
        GateContext context,
        Release release,
        Release? live,
        Move move,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var replaced = move with
        {
            Cause = TransitionCause.Replaced,
            Reason = $"{release.Name} went live.",
            Gates = "[]",
            OverrideReason = null,
            OtherReleaseId = release.Id,
        };
        if (await ReleaseMoves.RunningAsync(db, release.WorkflowId, cancellationToken) is { } running)
            await ReleaseMoves.EndExperimentAsync(db, running, release.Id, replaced, now, cancellationToken);
        await EndWatchAsync(db, release.WorkflowId, WatchState.Ended, now, cancellationToken);
        // First the one, then the other: at no moment are two live.
        if (live is not null)
            await ReleaseMoves.MoveAsync(db, live, ReleaseState.Superseded, replaced, now, cancellationToken);
        (release.LiveSince, release.PreviousLiveId) = (now, live?.Id);
        await ReleaseMoves.MoveAsync(db, release, ReleaseState.Live, move, now, cancellationToken);
        db.ReleaseWatches.Add(
            new ReleaseWatch
            {
                TenantId = release.TenantId,
                WorkflowId = release.WorkflowId,
                ReleaseId = release.Id,
                BaselineId = live?.Id,
                BaselineFrom = Later(live?.LiveSince ?? now - Baseline, now - Baseline),
                IsRunning = true,
                StartedAt = now,
                EndsAt = now.AddDays(context.Policy.WatchDays),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
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
        await EndWatchAsync(
            db,
            release.WorkflowId,
            move.Cause == TransitionCause.Watch ? WatchState.RolledBack : WatchState.Ended,
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

    /// <summary>The change in one transaction; null where it is done and read back, else why not.</summary>
    private async Task<Error?> ChangeAsync(
        long workflowId,
        TriageDbContext db,
        Func<Task> change,
        Release? liveAfter,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await change();
            await db.MarkRoutingChangedAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            return ReleaseErrors.ChangedMeanwhile;
        }

        signal.Raise();
        notifier.Publish(workflowId);
        await using var fresh = await contexts.CreateDbContextAsync(CancellationToken.None);
        // Read back, by a connection that knows nothing of the change: a rollback that did nothing must not look done.
        if (
            liveAfter is { State: ReleaseState.Live }
            && !await fresh.Releases.AnyAsync(r => r.Id == liveAfter.Id && r.State == ReleaseState.Live, CancellationToken.None)
        )
            return ReleaseErrors.ChangedMeanwhile;
        // It is done: news that cannot be told now are told by the job.
        await JobGuard.RunAsync(logger, statements, () => news.TellAsync(workflowId, CancellationToken.None), CancellationToken.None);
        return null;
    }

    /// <summary>The nearest release back in time that is whole; and one that was passed over because it is not.</summary>
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

    private static async Task EndWatchAsync(
        TriageDbContext db,
        long workflowId,
        WatchState state,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.ReleaseWatches.SingleOrDefaultAsync(w => w.WorkflowId == workflowId && w.IsRunning, cancellationToken) is not { } watch
        )
            return;
        (watch.IsRunning, watch.State, watch.EndedAt) = (false, state, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Task<Release?> FindAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        long releaseId,
        CancellationToken cancellationToken
    ) =>
        db.Releases.SingleOrDefaultAsync(r => r.Id == releaseId && r.WorkflowId == workflowId && r.TenantId == tenantId, cancellationToken);

    private static string WhyNot(ReleaseState state) =>
        state switch
        {
            ReleaseState.Live => "It is live already.",
            ReleaseState.RolledBack => "It was rolled back: take it up for evaluation again first.",
            ReleaseState.Superseded =>
                "It was live before: the rollback of what is live goes back to it; to bring it in anew, make a new release of it.",
            _ => $"It is {state.Words()}.",
        };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static void DemandApprover(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Releases go live, and come back, by approvers of the workflow.");
    }
}
