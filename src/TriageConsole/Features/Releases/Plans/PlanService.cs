using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Core.Releases;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>People make, pause and cancel plans of releases. <see cref="PlanRunner"/> carries them out.</summary>
public sealed class PlanService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    GateService gates,
    ExperimentService experiments,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>How far ahead a start can be planned.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(60);

    private static Error ChangedPlan { get; } =
        Error.Conflict("Not done. The plan changed after the page loaded. The page shows the current state.");

    /// <summary>For approvers, and for leads whose request an approver approved. The gates are evaluated when the plan starts.</summary>
    public async Task<Result> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        NewPlan wanted,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseReader.DemandReader(access, workflow);
        var steps = wanted.Kind == PlanKind.Canary ? CanarySteps.Parse(wanted.Steps) : Result.Done<IReadOnlyList<CanaryStep>>("", []);
        if (!steps.Ok)
            return steps.Error;
        var now = time.GetUtcNow();
        if (wanted.StartsAt is { } at && (at <= now || at > now + MaxAhead))
            return Error.Invalid($"The start must be in the future, at most {MaxAhead.TotalDays:0} days ahead.");
        if (wanted is { Kind: PlanKind.Promotion, StartsAt: null })
            return Error.Invalid("Enter the time of the promotion.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await ReleaseMoves.FindAsync(db, workflow.TenantId, workflow.Id, wanted.ReleaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("The release does not exist.");
        var context = (await gates.ContextAsync(db, workflow.Id, cancellationToken))!;
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        var kind = wanted.Kind == PlanKind.Canary ? ApprovalKind.Canary : ApprovalKind.Promotion;
        var text = CanarySteps.Format(steps.Value);
        var allowed = await ApprovalMoves.ForAsync(db, context, report, release, kind, text, access, cancellationToken);
        if (!allowed.Ok)
            return allowed.Error;
        if (release.RowVersion != wanted.RowVersion)
            return ReleaseErrors.StalePage;
        if (!ReleaseMoves.IsCandidate(release.State))
            return Error.Invalid($"{release.Name} is {release.State.Words()} and cannot be a candidate.");
        var plan = New(access, workflow, wanted, steps.Value, now);
        return wanted.StartsAt is { } start
            ? await ScheduleAsync(db, access, plan, release, start, cancellationToken)
            : await StartAsync(db, access, workflow, plan, text, allowed.Value, wanted.FreezeReason, cancellationToken);
    }

    private async Task<Result> ScheduleAsync(
        TriageDbContext db,
        PersonAccess access,
        ReleasePlan plan,
        Release release,
        DateTimeOffset start,
        CancellationToken cancellationToken
    )
    {
        if (await FreezeService.ActiveAsync(db, plan.TenantId, plan.WorkflowId, start, cancellationToken) is { } freeze)
            return Error.Invalid($"Nothing starts at that time: {freeze.Words}. Choose another time.");
        db.ReleasePlans.Add(plan);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            PlanMoves.Audit(db, plan, AuditActor.Of(access), "Scheduled", $"{start:yyyy-MM-dd HH:mm} UTC", time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Taken(plan.Kind);
        }

        notifier.Publish(plan.WorkflowId);
        return Result.Done(
            $"Planned. {release.Name} {(plan.Kind == PlanKind.Canary ? "starts its canary" : "goes live")} at "
                + $"{start:yyyy-MM-dd HH:mm} UTC if its gates allow it then."
        );
    }

    private async Task<Result> StartAsync(
        TriageDbContext db,
        PersonAccess access,
        WorkflowRef workflow,
        ReleasePlan plan,
        string text,
        ReleaseApproval? approval,
        string? freezeReason,
        CancellationToken cancellationToken
    )
    {
        var freeze = await FreezeService.ActiveAsync(db, workflow.TenantId, workflow.Id, plan.CreatedAt, cancellationToken);
        var despite = string.IsNullOrWhiteSpace(freezeReason) ? null : freezeReason.Trim();
        if (freeze is not null && despite is null)
            return FreezeService.Refusal(freeze);
        var words = $"Canary in steps: {text}." + (freeze is null ? "" : $" Against {freeze.Words}: {despite}");
        var result = await experiments.StartAsync(
            db,
            workflow,
            ExperimentKind.Split,
            [new CandidateShare(plan.ReleaseId, plan.Steps[0].Share)],
            new ExperimentStart(
                Actor.Of(access),
                words,
                async (releases, now) =>
                {
                    PlanMoves.Begin(plan, now);
                    db.ReleasePlans.Add(plan);
                    await db.SaveChangesAsync(cancellationToken);
                    PlanMoves.Audit(db, plan, AuditActor.Of(access), "Started", text, now);
                    if (approval is not null)
                        await ApprovalMoves.UseAsync(db, approval, Actor.Of(access), now, cancellationToken);
                    if (freeze is not null)
                        FreezeService.Override(db, access, releases[0], freeze, despite!, now);
                    await db.SaveChangesAsync(cancellationToken);
                }
            ),
            cancellationToken
        );
        return result.Ok ? Result.Done(words) : result.Error;
    }

    /// <summary>The canary keeps its share and takes no step until somebody resumes it.</summary>
    public Task<Result> PauseAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long planId,
        int rowVersion,
        CancellationToken cancellationToken = default
    )
    {
        DemandLeadOrApprover(access, workflow);
        return ChangeAsync(
            access,
            workflow,
            (planId, rowVersion),
            PlanState.Running,
            (plan, now) =>
            {
                (plan.State, plan.PausedAt, plan.HeldBecause) = (PlanState.Paused, now, "");
                return ("Paused", "Paused. The canary keeps its share.");
            },
            cancellationToken
        );
    }

    /// <summary>The rest of the hold time runs on. For approvers: the share grows afterwards.</summary>
    public Task<Result> ResumeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long planId,
        int rowVersion,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseRights.DemandApprover(access, workflow);
        return ChangeAsync(
            access,
            workflow,
            (planId, rowVersion),
            PlanState.Paused,
            (plan, now) =>
            {
                var paused = now - plan.PausedAt!.Value;
                (plan.State, plan.PausedAt) = (PlanState.Running, null);
                plan.NextStepAt += paused > TimeSpan.Zero ? paused : TimeSpan.Zero;
                return ("Resumed", "Resumed. The remaining hold time continues.");
            },
            cancellationToken
        );
    }

    /// <summary>Cancels a plan that has not started. A running one ends with its canary.</summary>
    public Task<Result> CancelAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long planId,
        int rowVersion,
        CancellationToken cancellationToken = default
    )
    {
        DemandLeadOrApprover(access, workflow);
        return ChangeAsync(
            access,
            workflow,
            (planId, rowVersion),
            PlanState.Scheduled,
            (plan, now) =>
            {
                (plan.State, plan.EndedAt, plan.EndReason) = (PlanState.Cancelled, now, $"Cancelled by {access.DisplayName}.");
                return ("Cancelled", "Cancelled. Nothing starts.");
            },
            cancellationToken
        );
    }

    private async Task<Result> ChangeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        (long Id, int RowVersion) seen,
        PlanState from,
        Func<ReleasePlan, DateTimeOffset, (string Change, string Message)> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await db.ReleasePlans.SingleOrDefaultAsync(
            p => p.Id == seen.Id && p.WorkflowId == workflow.Id && p.TenantId == workflow.TenantId,
            cancellationToken
        );
        if (plan is null || plan.State != from || plan.RowVersion != seen.RowVersion)
            return ChangedPlan;
        var now = time.GetUtcNow();
        var (word, message) = change(plan, now);
        PlanMoves.Audit(db, plan, AuditActor.Of(access), word, "", now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedPlan;
        }

        notifier.Publish(workflow.Id);
        return Result.Done(message);
    }

    private static Error Taken(PlanKind kind) =>
        Error.Conflict(
            $"This workflow has a planned {(kind == PlanKind.Canary ? "canary" : "promotion")} already. Cancel or end it first."
        );

    private static void DemandLeadOrApprover(PersonAccess access, WorkflowRef workflow) => ReleaseReader.DemandReader(access, workflow);

    private static ReleasePlan New(
        PersonAccess access,
        WorkflowRef workflow,
        NewPlan wanted,
        IReadOnlyList<CanaryStep> steps,
        DateTimeOffset now
    ) =>
        new()
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            ReleaseId = wanted.ReleaseId,
            Kind = wanted.Kind,
            StartsAt = wanted.StartsAt ?? now,
            CreatedById = access.UserId,
            CreatedBy = access.DisplayName,
            CreatedAt = now,
            Steps =
            [
                .. steps.Select(
                    (s, n) =>
                        new ReleasePlanStep
                        {
                            Number = n + 1,
                            Share = s.Share,
                            HoldMinutes = (int)s.Hold.TotalMinutes,
                        }
                ),
            ],
        };
}
