using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>Ends requests and approvals that no longer hold, so that pages show it before somebody acts.</summary>
public sealed class ApprovalGuard(IDbContextFactory<TriageDbContext> contexts, ApprovalService approvals, GateService gates)
{
    /// <summary>Ends requests that expired, and approvals whose subject has changed.</summary>
    internal async Task LookAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var current = await db
            .ReleaseApprovals.Where(a => a.WorkflowId == workflowId && (a.State == ApprovalState.Open || a.State == ApprovalState.Approved))
            .ToListAsync(cancellationToken);
        if (current.Count == 0 || await gates.ContextAsync(db, workflowId, cancellationToken) is not { } context)
            return;
        foreach (var approval in current)
        {
            var release = await db.Releases.SingleAsync(r => r.Id == approval.ReleaseId, cancellationToken);
            if (context.Now >= approval.ExpiresAt)
                await approvals.SaveAsync(
                    db,
                    approval,
                    ApprovalState.Expired,
                    ApprovalStep.Expired,
                    Actor.Console,
                    null,
                    context.Now,
                    cancellationToken
                );
            else if (await VoidAsync(db, approval, release, context, cancellationToken) is { } why)
                await approvals.SaveAsync(
                    db,
                    approval,
                    ApprovalState.Void,
                    ApprovalStep.Void,
                    Actor.Console,
                    why,
                    context.Now,
                    cancellationToken
                );
        }
    }

    private async Task<string?> VoidAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        Release release,
        GateContext context,
        CancellationToken cancellationToken
    )
    {
        if (!ReleaseMoves.IsCandidate(release.State))
            return $"{release.Name} is {release.State.Words()}.";
        if (approval.State == ApprovalState.Open)
            return null;
        var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
        return await ApprovalBinding.ChangedAsync(db, approval, release, context, report, cancellationToken);
    }
}
