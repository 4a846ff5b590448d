using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Notices;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>
/// Notifies approvers and leads of what the console did or asks. Actions of people are on the page and send no notice.
/// </summary>
public sealed class ReleaseNotices(IDbContextFactory<TriageDbContext> contexts, NoticeService notices, TimeProvider time)
{
    /// <summary>Older transitions send no notice, so that a person with a new role gets no outdated ones.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(1);

    /// <summary>
    /// Sends a notice for each transition that a guardrail or the monitoring caused, for plans that the console ended, and for requests for
    /// approval and their answers. Repeated calls send each notice once.
    /// </summary>
    public async Task NotifyAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow() - News;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var moves = await (
            from t in db.ReleaseTransitions
            join r in db.Releases on t.ReleaseId equals r.Id
            where
                r.WorkflowId == workflowId
                && t.At >= since
                && (t.Cause == TransitionCause.Guardrail || t.Cause == TransitionCause.Monitoring)
            orderby t.At descending
            select new
            {
                t.ReleaseId,
                t.Number,
                t.Reason,
                r.Name,
            }
        )
            .Take(5)
            .ToListAsync(cancellationToken);
        foreach (var move in moves)
            await NotifyAsync(
                workflowId,
                $"release:{move.ReleaseId}:{move.Number}",
                $"{move.Name} was rolled back. {move.Reason}",
                cancellationToken
            );
        await PlansAsync(db, workflowId, since, cancellationToken);
        await ApprovalsAsync(db, workflowId, since, cancellationToken);
    }

    /// <summary>Asks approvers to check: the workflow does not roll back automatically.</summary>
    public Task AskAsync(long workflowId, string key, string text, CancellationToken cancellationToken = default) =>
        NotifyAsync(workflowId, key, text, cancellationToken);

    /// <summary>Starts that were cancelled, and canaries that are through their steps.</summary>
    private async Task PlansAsync(TriageDbContext db, long workflowId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var plans = await (
            from p in db.ReleasePlans
            join r in db.Releases on p.ReleaseId equals r.Id
            where p.WorkflowId == workflowId && p.EndedByConsole && p.EndedAt >= since && p.State != PlanState.Ended
            orderby p.Id descending
            select new
            {
                p.Id,
                p.Kind,
                p.State,
                p.EndReason,
                r.Name,
            }
        )
            .Take(5)
            .ToListAsync(cancellationToken);
        foreach (var plan in plans)
            await NotifyAsync(
                workflowId,
                $"plan:{plan.Id}",
                plan.State == PlanState.Completed
                    ? $"the canary of {plan.Name} completed all steps. {plan.EndReason}"
                    : $"the planned {(plan.Kind == PlanKind.Canary ? "canary" : "promotion")} of {plan.Name} was cancelled. "
                        + plan.EndReason,
                cancellationToken
            );
    }

    /// <summary>Requests for approval go to the approvers, answers to the one who asked.</summary>
    private async Task ApprovalsAsync(TriageDbContext db, long workflowId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var remarks = await (
            from m in db.ReleaseApprovalRemarks
            join a in db.ReleaseApprovals on m.ApprovalId equals a.Id
            join r in db.Releases on a.ReleaseId equals r.Id
            where
                a.WorkflowId == workflowId
                && m.At >= since
                && m.Step != ApprovalStep.Comment
                && m.Step != ApprovalStep.Used
                && m.Step != ApprovalStep.Withdrawn
            orderby m.Id descending
            select new
            {
                m.Id,
                m.Step,
                m.By,
                m.Text,
                a.Kind,
                a.State,
                a.RequestedById,
                r.Name,
            }
        )
            .Take(10)
            .ToListAsync(cancellationToken);
        foreach (var m in remarks)
        {
            var what = $"{(m.Kind == ApprovalKind.Promotion ? "the promotion" : "a canary")} of {m.Name}";
            var text = m.Text.Length == 0 ? "" : $" {m.Text}";
            if (m.Step == ApprovalStep.Requested && m.State == ApprovalState.Open)
                await NotifyAsync(
                    workflowId,
                    $"approval:{m.Id}",
                    $"{m.By} asks you to approve {what}.{text}",
                    cancellationToken,
                    [Role.Approver],
                    m.RequestedById
                );
            else if (m.Step != ApprovalStep.Requested && m.RequestedById is { } asker)
                await NotifyAsync(workflowId, $"approval:{m.Id}", Answer(m.Step, m.By, what) + text, cancellationToken, only: asker);
        }
    }

    private static string Answer(ApprovalStep step, string by, string what) =>
        step switch
        {
            ApprovalStep.Approved => $"{by} approved {what}.",
            ApprovalStep.Declined => $"{by} declined {what}.",
            ApprovalStep.Expired => $"your request to approve {what} has expired.",
            _ => $"the approval of {what} is void.",
        };

    /// <param name="workflowId">The workflow.</param>
    /// <param name="key">Identifies the subject.</param>
    /// <param name="text">The text without the name of the workflow.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="roles">The roles that get it; by default leads and approvers.</param>
    /// <param name="except">A person who does not get it.</param>
    /// <param name="only">The only person who gets it.</param>
    private async Task NotifyAsync(
        long workflowId,
        string key,
        string text,
        CancellationToken cancellationToken,
        Role[]? roles = null,
        long? except = null,
        long? only = null
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db
            .Workflows.Where(w => w.Id == workflowId)
            .Select(w => new
            {
                w.TenantId,
                w.Key,
                w.Name,
                Tenant = w.Tenant!.Key,
            })
            .SingleAsync(cancellationToken);
        roles ??= [Role.Lead, Role.Approver];
        var people = await db
            .Users.Where(u =>
                u.DisabledAt == null
                && u.Id != except
                && (only == null || u.Id == only)
                && db.RoleGrants.Any(g =>
                    g.UserId == u.Id
                    && roles.Contains(g.Role)
                    && g.TenantId == workflow.TenantId
                    && (g.WorkflowId == null || g.WorkflowId == workflowId)
                )
            )
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
        var address = Addresses.Workflow("releases", workflow.Tenant, workflow.Key);
        foreach (var person in people)
            await notices.NotifyAsync(person, key, $"{workflow.Name}: {text}", address, toChannel: true, cancellationToken);
    }
}
