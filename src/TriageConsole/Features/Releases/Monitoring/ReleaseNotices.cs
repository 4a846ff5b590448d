using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Notices;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>
/// Tells approvers and leads what the console did or asks by itself. What somebody pressed is on the page, and no news to who pressed it.
/// </summary>
public sealed class ReleaseNotices(IDbContextFactory<TriageDbContext> contexts, NoticeService notices, TimeProvider time)
{
    /// <summary>What is older is no news to somebody who was given the role since.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(1);

    /// <summary>
    /// Says every move of the workflow that a guardrail or the watch made and that nobody was told of: each once, however often this is
    /// called.
    /// </summary>
    public async Task NotifyAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow() - News;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var moves = await (
            from t in db.ReleaseTransitions
            join r in db.Releases on t.ReleaseId equals r.Id
            where r.WorkflowId == workflowId && t.At >= since && (t.Cause == TransitionCause.Guardrail || t.Cause == TransitionCause.Watch)
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

    /// <summary>Asks approvers to look: the workflow does not roll back by itself.</summary>
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
