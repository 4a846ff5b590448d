using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Promotes, rejects and reopens releases.</summary>
public sealed class PromotionService(
    IDbContextFactory<TriageDbContext> contexts,
    GateService gates,
    ReleaseChanges changes,
    TimeProvider time
)
{
    /// <summary>The maximum length of the baseline period before a promotion.</summary>
    private static readonly TimeSpan Baseline = TimeSpan.FromDays(28);

    /// <summary>
    /// Promotes the release if every gate passes, or if an approver gives an override reason. A lead can promote with an approval, and
    /// never against a gate.
    /// </summary>
    public Task<Result<long>> PromoteAsync(
        PersonAccess access,
        WorkflowRef workflow,
        PromoteRequest request,
        CancellationToken cancellationToken = default
    ) => ReleaseChanges.RetryAsync(() => TryPromoteAsync(access, workflow, request, null, cancellationToken));

    /// <summary>Promotes at the time of a plan, for the person who made it. The plan is completed in the same transaction.</summary>
    internal Task<Result<long>> PromoteAsync(
        PersonAccess access,
        WorkflowRef workflow,
        PromoteRequest request,
        long planId,
        CancellationToken cancellationToken
    ) => ReleaseChanges.RetryAsync(() => TryPromoteAsync(access, workflow, request, planId, cancellationToken));

    private async Task<Result<long>> TryPromoteAsync(
        PersonAccess access,
        WorkflowRef workflow,
        PromoteRequest request,
        long? planId,
        CancellationToken cancellationToken
    )
    {
        ReleaseReader.DemandReader(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await ReleaseMoves.FindAsync(db, workflow.TenantId, workflow.Id, request.ReleaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("The release does not exist.");
        var plan = planId is { } planned
            ? await db.ReleasePlans.SingleOrDefaultAsync(p => p.Id == planned && p.State == PlanState.Scheduled, cancellationToken)
            : null;
        // Another instance was first.
        if (planId is not null && plan is null)
            return ReleaseErrors.StalePage;
        var live = await db.Releases.SingleOrDefaultAsync(
            r => r.WorkflowId == workflow.Id && r.State == ReleaseState.Live,
            cancellationToken
        );
        var context = (await gates.ContextAsync(db, workflow.Id, cancellationToken))!;
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        var allowed = await ApprovalMoves.ForAsync(db, context, report, release, ApprovalKind.Promotion, "", access, cancellationToken);
        if (release.RowVersion != request.RowVersion || live?.Id != request.LiveId)
            return ReleaseErrors.StalePage;
        if (!allowed.Ok)
            return allowed.Error;
        if (release.State == ReleaseState.Superseded || !ReleaseTransition.IsLegal(release.State, ReleaseState.Live))
            return Error.Invalid(WhyNot(release.State));
        var approval = Approval(context.Policy, release, access, allowed.Value);
        if (approval is { Answer: not GateAnswer.Pass })
            return Error.Forbidden(approval.Explanation);
        if (approval is not null)
            report = GateReport.Of([.. report.Gates, approval]);
        if (report.Gates.FirstOrDefault(g => g is { Kind: GateKind.Components, Answer: not GateAnswer.Pass }) is { } gone)
            return Error.Invalid($"Not promoted: {gone.Explanation}");
        var because = Reason(request.OverrideReason);
        if (report.Verdict != GateVerdict.Promote && because is null)
            return Error.Invalid($"Not promoted: {report.Because!.Name}: {report.Because.Explanation}");
        if (report.Verdict == GateVerdict.Promote)
            because = null;
        else if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            return Error.Forbidden("An approval replaces no gate. Only approvers of the workflow can promote against a gate.");
        var freeze = await FreezeService.ActiveAsync(db, workflow.TenantId, workflow.Id, context.Now, cancellationToken);
        var despite = Reason(request.FreezeReason);
        if (freeze is not null && despite is null)
            return FreezeService.Refusal(freeze);
        var move = new Move(
            TransitionCause.Requested,
            Actor.Of(access),
            (because is null ? "Every gate passes." : "Promoted with an override.")
                + (plan is null ? "" : $" Planned by {plan.CreatedBy} for {plan.StartsAt:yyyy-MM-dd HH:mm} UTC.")
                + (freeze is null ? "" : $" Against {freeze.Words}: {despite}"),
            report.ToJson(),
            because,
            live?.Id
        );
        return await changes.RunAsync(
                workflow.Id,
                db,
                async () =>
                {
                    if (plan is not null)
                    {
                        // The claim: of two instances, only one saves this version of the plan.
                        PlanMoves.End(db, plan, PlanState.Completed, "Promoted.", AuditActor.Of(access), false, context.Now);
                        await db.SaveChangesAsync(cancellationToken);
                    }

                    if (allowed.Value is { } used)
                        await ApprovalMoves.UseAsync(db, used, Actor.Of(access), context.Now, cancellationToken);
                    if (freeze is not null)
                        FreezeService.Override(db, access, release, freeze, despite!, context.Now);
                    await GoLiveAsync(db, context, release, live, move, cancellationToken);
                },
                release,
                cancellationToken
            ) ?? Result.Done(live is null ? $"{release.Name} is live." : $"{release.Name} is live in place of {live.Name}.", release.Id);
    }

    private static string? Reason(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>
    /// The two-person rule, if the workflow has it, or the approval with which somebody acts. An override reason does not replace it.
    /// </summary>
    internal static GateResult? Approval(ReleasePolicy policy, Release release, PersonAccess access, ReleaseApproval? approval)
    {
        if (approval is not null && (!policy.NeedsTwoPeople || approval.AnsweredById != release.AuthorId))
            return new GateResult(
                GateKind.Approval,
                "Approval",
                GateAnswer.Pass,
                $"Approved by {approval.AnsweredBy} on request of {approval.RequestedBy}."
            );
        return !policy.NeedsTwoPeople ? null
            : release.AuthorId == access.UserId
                ? new GateResult(
                    GateKind.Approval,
                    "Approval",
                    GateAnswer.NotEnoughEvidence,
                    $"You created {release.Name}. In this workflow, another person than the author must promote or approve it."
                )
            : new GateResult(
                GateKind.Approval,
                "Approval",
                GateAnswer.Pass,
                $"Created by {release.Author} and promoted by another person."
            );
    }

    /// <summary>Rejects a release, or reopens it for evaluation.</summary>
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
            throw new AccessDeniedException("Only leads and approvers of the workflow can reject or reopen releases.");
        if (to is not (ReleaseState.Evaluating or ReleaseState.Rejected))
            throw new ArgumentOutOfRangeException(nameof(to), to, "The target state must be evaluating or rejected.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await ReleaseMoves.FindAsync(db, workflow.TenantId, workflow.Id, releaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("The release does not exist.");
        if (release.RowVersion != rowVersion)
            return ReleaseErrors.StalePage;
        if (!ReleaseTransition.IsLegal(release.State, to))
            return Error.Invalid($"{release.Name} is {release.State.Words()} and cannot become {to.Words()}.");
        var move = new Move(
            TransitionCause.Requested,
            Actor.Of(access),
            string.IsNullOrWhiteSpace(reason)
                ? to == ReleaseState.Rejected
                    ? "Rejected."
                    : "Evaluation started."
                : reason.Trim()
        );
        return await changes.RunAsync(
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
        await ReleaseMoves.EndMonitoringAsync(db, release.WorkflowId, MonitorState.Ended, now, cancellationToken);
        // This order: two releases are never live at the same time.
        if (live is not null)
            await ReleaseMoves.MoveAsync(db, live, ReleaseState.Superseded, replaced, now, cancellationToken);
        (release.LiveSince, release.PreviousLiveId) = (now, live?.Id);
        await ReleaseMoves.MoveAsync(db, release, ReleaseState.Live, move, now, cancellationToken);
        db.ReleaseMonitors.Add(
            new ReleaseMonitor
            {
                TenantId = release.TenantId,
                WorkflowId = release.WorkflowId,
                ReleaseId = release.Id,
                BaselineId = live?.Id,
                BaselineFrom = Later(live?.LiveSince ?? now - Baseline, now - Baseline),
                IsRunning = true,
                StartedAt = now,
                EndsAt = now.AddDays(context.Policy.MonitoringDays),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string WhyNot(ReleaseState state) =>
        state switch
        {
            ReleaseState.Live => "It is live already.",
            ReleaseState.RolledBack => "It was rolled back. Reopen it first.",
            ReleaseState.Superseded => "It was live before. Roll back the live release to return to it, or create a new release from it.",
            _ => $"It is {state.Words()}.",
        };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
