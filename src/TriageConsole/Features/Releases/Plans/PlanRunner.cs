using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Releases;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>
/// Starts plans at their time and moves canaries from step to step. Every action begins with a change of the plan's row in its transaction:
/// of several instances, one acts.
/// </summary>
public sealed class PlanRunner(
    IDbContextFactory<TriageDbContext> contexts,
    GateService gates,
    ExperimentService experiments,
    PromotionService promotion,
    AccessService people,
    ReleaseNotices news,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>A start that is later than this is cancelled: nobody expects it any more.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private const int HeldLength = 1000;

    /// <summary>Carries out what is due in a workflow.</summary>
    internal async Task LookAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        List<long> open;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            open = await db
                .ReleasePlans.Where(p => p.WorkflowId == workflowId && (p.State == PlanState.Scheduled || p.State == PlanState.Running))
                .OrderBy(p => p.Id)
                .Select(p => p.Id)
                .ToListAsync(cancellationToken);
        foreach (var id in open)
            await OneAsync(id, cancellationToken);
    }

    private async Task OneAsync(long planId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await db.ReleasePlans.Include(p => p.Steps).SingleAsync(p => p.Id == planId, cancellationToken);
        var release = await db.Releases.SingleAsync(r => r.Id == plan.ReleaseId, cancellationToken);
        var now = time.GetUtcNow();
        if (plan.State == PlanState.Scheduled && !ReleaseMoves.IsCandidate(release.State))
            await EndAsync(db, plan, PlanState.Cancelled, $"{release.Name} is {release.State.Words()}.", cancellationToken);
        else if (plan.State == PlanState.Scheduled && now >= plan.StartsAt)
            await StartAsync(db, plan, release, now, cancellationToken);
        else if (plan.State == PlanState.Running && now >= plan.NextStepAt)
            await StepAsync(db, plan, release, now, cancellationToken);
    }

    private async Task StartAsync(
        TriageDbContext db,
        ReleasePlan plan,
        Release release,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (now - plan.StartsAt > MaxDelay)
        {
            await EndAsync(
                db,
                plan,
                PlanState.Cancelled,
                $"It was more than {MaxDelay.TotalMinutes:0} minutes late: the console did not run at that time, or its clock was changed.",
                cancellationToken
            );
            return;
        }

        if (await FreezeService.ActiveAsync(db, plan.TenantId, plan.WorkflowId, now, cancellationToken) is { } freeze)
        {
            await EndAsync(db, plan, PlanState.Cancelled, $"Nothing starts now: {freeze.Words}.", cancellationToken);
            return;
        }

        var access = await people.ForUserAsync(plan.CreatedById, cancellationToken);
        var workflow = await db
            .Workflows.Where(w => w.Id == plan.WorkflowId && w.TenantId == plan.TenantId)
            .Select(WorkflowDirectory.AsRef)
            .SingleAsync(cancellationToken);
        Result result;
        try
        {
            result =
                plan.Kind == PlanKind.Promotion
                    ? await PromoteAsync(db, access, workflow, plan, release, cancellationToken)
                    : await StartCanaryAsync(db, access, workflow, plan, release, cancellationToken);
        }
        catch (AccessDeniedException)
        {
            result = Error.Forbidden($"{plan.CreatedBy} is no approver of the workflow any more and has no approval.");
        }

        // Another instance started it, or somebody acted at the same time: the next look decides.
        if (!result.Ok && !ReleaseErrors.IsStale(result.Error))
        {
            db.ChangeTracker.Clear();
            if (
                await db.ReleasePlans.SingleOrDefaultAsync(p => p.Id == plan.Id && p.State == PlanState.Scheduled, cancellationToken) is
                { } left
            )
                await EndAsync(db, left, PlanState.Cancelled, result.Message, cancellationToken);
        }
    }

    private async Task<Result> PromoteAsync(
        TriageDbContext db,
        PersonAccess access,
        WorkflowRef workflow,
        ReleasePlan plan,
        Release release,
        CancellationToken cancellationToken
    )
    {
        var live = await db
            .Releases.Where(r => r.WorkflowId == plan.WorkflowId && r.State == ReleaseState.Live)
            .Select(r => (long?)r.Id)
            .SingleOrDefaultAsync(cancellationToken);
        // Without reasons: never against a gate or a freeze.
        var request = new PromoteRequest(release.Id, release.RowVersion, live);
        return await promotion.PromoteAsync(access, workflow, request, plan.Id, cancellationToken);
    }

    private async Task<Result> StartCanaryAsync(
        TriageDbContext db,
        PersonAccess access,
        WorkflowRef workflow,
        ReleasePlan plan,
        Release release,
        CancellationToken cancellationToken
    )
    {
        var context = (await gates.ContextAsync(db, workflow.Id, cancellationToken))!;
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        var text = CanarySteps.Format(
            plan.Steps.OrderBy(s => s.Number).Select(s => new CanaryStep(s.Share, TimeSpan.FromMinutes(s.HoldMinutes)))
        );
        var allowed = await ApprovalMoves.ForAsync(db, context, report, release, ApprovalKind.Canary, text, access, cancellationToken);
        if (!allowed.Ok)
            return allowed.Error;
        if (report.BeforeCanary is { } gate)
            return Error.Invalid($"{gate.Name}: {gate.Explanation}");
        return await ShareAsync(
            db,
            workflow,
            plan,
            $"Canary in steps: {text}. Planned by {plan.CreatedBy} for {plan.StartsAt:yyyy-MM-dd HH:mm} UTC.",
            now => PlanMoves.Begin(plan, now),
            allowed.Value is { } used ? now => ApprovalMoves.UseAsync(db, used, Actor.Of(access), now, cancellationToken) : null,
            cancellationToken
        );
    }

    private async Task StepAsync(
        TriageDbContext db,
        ReleasePlan plan,
        Release release,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var context = (await gates.ContextAsync(db, plan.WorkflowId, cancellationToken))!;
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        if (report.Gates.Where(g => g.Answer == GateAnswer.Fail).WorstFirst().FirstOrDefault() is { } failing)
        {
            await HoldAsync(db, plan, $"{failing.Name}: {failing.Explanation}", cancellationToken);
            return;
        }

        if (plan.Step >= plan.Steps.Count)
        {
            var verdict =
                report.Verdict == GateVerdict.Promote
                    ? "Every gate passes."
                    : $"It waits for {report.Because!.Name}: {report.Because.Explanation}";
            await EndAsync(
                db,
                plan,
                PlanState.Completed,
                $"The hold time of the last step has ended. The canary keeps its share. {verdict}",
                cancellationToken
            );
            return;
        }

        if (await FreezeService.ActiveAsync(db, plan.TenantId, plan.WorkflowId, now, cancellationToken) is { } freeze)
        {
            await HoldAsync(db, plan, $"No step now: {freeze.Words}.", cancellationToken);
            return;
        }

        var workflow = await db
            .Workflows.Where(w => w.Id == plan.WorkflowId && w.TenantId == plan.TenantId)
            .Select(WorkflowDirectory.AsRef)
            .SingleAsync(cancellationToken);
        var next = plan.Step + 1;
        var share = plan.Steps.Single(s => s.Number == next).Share;
        var result = await ShareAsync(
            db,
            workflow,
            plan,
            $"Step {next} of {plan.Steps.Count}: {CanarySteps.Share(share)} of the units get the candidate.",
            at => PlanMoves.Enter(plan, next, at),
            null,
            cancellationToken
        );
        if (!result.Ok && !ReleaseErrors.IsStale(result.Error))
        {
            db.ChangeTracker.Clear();
            if (
                await db.ReleasePlans.SingleOrDefaultAsync(p => p.Id == plan.Id && p.State == PlanState.Running, cancellationToken) is
                { } left
            )
                await HoldAsync(db, left, result.Message, cancellationToken);
        }
    }

    /// <summary>Gives the candidate the share of a step. The change of the plan is the claim and comes first.</summary>
    private async Task<Result> ShareAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        ReleasePlan plan,
        string words,
        Action<DateTimeOffset> enter,
        Func<DateTimeOffset, Task>? use,
        CancellationToken cancellationToken
    )
    {
        var share = plan.Steps.Single(s => s.Number == plan.Step + 1).Share;
        return await experiments.StartAsync(
            db,
            workflow,
            ExperimentKind.Split,
            [new CandidateShare(plan.ReleaseId, share)],
            new ExperimentStart(
                new Actor(null, $"the plan of {plan.CreatedBy}"),
                words,
                async (_, now) =>
                {
                    enter(now);
                    PlanMoves.Audit(db, plan, AuditActor.Named(Actor.Console.Name), $"Step {plan.Step}", words, now);
                    await db.SaveChangesAsync(cancellationToken);
                    if (use is not null)
                        await use(now);
                },
                plan.Id
            ),
            cancellationToken
        );
    }

    /// <summary>Says on the page why the next step waits.</summary>
    private async Task HoldAsync(TriageDbContext db, ReleasePlan plan, string why, CancellationToken cancellationToken)
    {
        why = Texts.Cut(Texts.Storable(why), HeldLength);
        if (plan.HeldBecause == why)
            return;
        plan.HeldBecause = why;
        if (await PlanMoves.SaveAsync(db, cancellationToken))
            notifier.Publish(plan.WorkflowId);
    }

    private async Task EndAsync(TriageDbContext db, ReleasePlan plan, PlanState state, string why, CancellationToken cancellationToken)
    {
        PlanMoves.End(db, plan, state, why, AuditActor.Named(Actor.Console.Name), true, time.GetUtcNow());
        if (!await PlanMoves.SaveAsync(db, cancellationToken))
            return;
        await news.NotifyAsync(plan.WorkflowId, cancellationToken);
        notifier.Publish(plan.WorkflowId);
    }
}
