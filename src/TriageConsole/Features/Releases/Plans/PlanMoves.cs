using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>Changes of plans. They run in the caller's transaction or are saved by the caller.</summary>
internal static class PlanMoves
{
    private const int ReasonLength = 1000;

    /// <summary>Ends the plan whose canary ends or gets other shares, in the same transaction.</summary>
    public static async Task EndCanaryAsync(
        TriageDbContext db,
        long workflowId,
        long? exceptId,
        string reason,
        bool byConsole,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var text = Texts.Cut(Texts.Storable(reason), ReasonLength);
        await db
            .ReleasePlans.Where(p =>
                p.WorkflowId == workflowId
                && p.Kind == PlanKind.Canary
                && p.Id != exceptId
                && (p.State == PlanState.Running || p.State == PlanState.Paused)
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(p => p.State, PlanState.Ended)
                        .SetProperty(p => p.PausedAt, (DateTimeOffset?)null)
                        .SetProperty(p => p.EndedAt, now)
                        .SetProperty(p => p.EndReason, text)
                        .SetProperty(p => p.EndedByConsole, byConsole)
                        .SetProperty(p => p.HeldBecause, "")
                        .SetProperty(p => p.RowVersion, p => p.RowVersion + 1),
                cancellationToken
            );
    }

    /// <summary>The first step starts.</summary>
    public static void Begin(ReleasePlan plan, DateTimeOffset now)
    {
        plan.State = PlanState.Running;
        Enter(plan, 1, now);
    }

    /// <summary>A step starts now. Its hold time counts from now, however late it is: a clock that jumps takes one step.</summary>
    public static void Enter(ReleasePlan plan, int number, DateTimeOffset now)
    {
        var step = plan.Steps.Single(s => s.Number == number);
        step.StartedAt = now;
        (plan.Step, plan.NextStepAt, plan.HeldBecause) = (number, now.AddMinutes(step.HoldMinutes), "");
    }

    /// <summary>Ends the tracked plan. The caller saves it.</summary>
    public static void End(
        TriageDbContext db,
        ReleasePlan plan,
        PlanState state,
        string reason,
        AuditActor actor,
        bool byConsole,
        DateTimeOffset now
    )
    {
        (plan.State, plan.PausedAt, plan.EndedAt, plan.HeldBecause) = (state, null, now, "");
        (plan.EndReason, plan.EndedByConsole) = (Texts.Cut(Texts.Storable(reason), ReasonLength), byConsole);
        Audit(db, plan, actor, state.ToString(), reason, now);
    }

    public static void Audit(TriageDbContext db, ReleasePlan plan, AuditActor actor, string change, string reason, DateTimeOffset now) =>
        AuditTrail.Add(
            db,
            now,
            actor,
            plan.TenantId,
            AuditActions.PlanChanged,
            $"release/{plan.ReleaseId} plan/{plan.Id}",
            new
            {
                Kind = plan.Kind.ToString(),
                Change = change,
                plan.Step,
                Reason = reason,
            }
        );

    /// <summary>False if another instance or a person was first.</summary>
    public static async Task<bool> SaveAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
