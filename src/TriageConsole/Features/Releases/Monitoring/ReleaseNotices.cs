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
    /// Sends a notice for each transition that a guardrail or the monitoring caused. Repeated calls send each notice once.
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
    }

    /// <summary>Asks approvers to check: the workflow does not roll back automatically.</summary>
    public Task AskAsync(long workflowId, string key, string text, CancellationToken cancellationToken = default) =>
        NotifyAsync(workflowId, key, text, cancellationToken);

    private async Task NotifyAsync(long workflowId, string key, string text, CancellationToken cancellationToken)
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
        var people = await db
            .Users.Where(u =>
                u.DisabledAt == null
                && db.RoleGrants.Any(g =>
                    g.UserId == u.Id
                    && (g.Role == Role.Lead || g.Role == Role.Approver)
                    && g.TenantId == workflow.TenantId
                    && (g.WorkflowId == null || g.WorkflowId == workflowId)
                )
            )
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
        var address = Addresses.Workflow("releases", workflow.Tenant, workflow.Key);
        foreach (var person in people)
            await notices.NotifyAsync(person, key, $"{workflow.Name}: {text}", address, cancellationToken);
    }
}
