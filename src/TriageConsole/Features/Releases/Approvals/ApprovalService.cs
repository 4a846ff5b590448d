using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Releases;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>
/// Requests for approval and their answers. An approval lets the one who asked act as an approver once. It replaces no gate.
/// </summary>
public sealed class ApprovalService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    GateService gates,
    ReleaseNotices news,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>How long a request can be answered, and how long an approval can be used after its answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private static Error AnsweredMeanwhile { get; } =
        Error.Conflict("Not done. Another person answered or changed this request at the same time. The page shows the current state.");

    public Task<Result<long>> RequestAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ApprovalRequest request,
        CancellationToken cancellationToken = default
    )
    {
        Registry.ReleaseReader.DemandReader(access, workflow);
        return RequestAsync(Actor.Of(access), workflow.TenantId, workflow.Id, request, cancellationToken);
    }

    /// <summary>Also for a key with the scope, which can ask and never answer.</summary>
    internal async Task<Result<long>> RequestAsync(
        Actor actor,
        long tenantId,
        long workflowId,
        ApprovalRequest request,
        CancellationToken cancellationToken
    )
    {
        var steps = "";
        if (request.Kind == ApprovalKind.Canary)
        {
            var parsed = CanarySteps.Parse(request.Steps);
            if (!parsed.Ok)
                return parsed.Error;
            steps = CanarySteps.Format(parsed.Value);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await ReleaseMoves.FindAsync(db, tenantId, workflowId, request.ReleaseId, cancellationToken);
        if (release is null)
            return Error.NotFound("The release does not exist.");
        if (!ReleaseMoves.IsCandidate(release.State))
            return Error.Invalid($"{release.Name} is {release.State.Words()}. Only a candidate can be approved.");
        var now = time.GetUtcNow();
        var approval = new ReleaseApproval
        {
            TenantId = tenantId,
            WorkflowId = workflowId,
            ReleaseId = release.Id,
            Kind = request.Kind,
            Steps = steps,
            RequestedById = actor.UserId,
            RequestedBy = actor.Name,
            RequestedAt = now,
            ExpiresAt = now + Lifetime,
        };
        ApprovalMoves.Remark(approval, ApprovalStep.Requested, actor, request.Comment, now);
        await ApprovalMoves.AuditAsync(db, approval, actor, now, cancellationToken);
        db.ReleaseApprovals.Add(approval);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict($"{release.Name} has an open request or an approval of this kind already. See its page.");
        }

        await news.NotifyAsync(workflowId, cancellationToken);
        notifier.Publish(workflowId);
        var what = request.Kind == ApprovalKind.Promotion ? "the promotion" : $"a canary with {steps}";
        return Result.Done($"Approvers are asked to approve {what}.", approval.Id);
    }

    /// <summary>Approves or declines. The gates are evaluated, and the approval holds for their results.</summary>
    public async Task<Result> AnswerAsync(
        PersonAccess access,
        WorkflowRef workflow,
        ApprovalAnswer answer,
        CancellationToken cancellationToken = default
    )
    {
        ReleaseRights.DemandApprover(access, workflow);
        if (!answer.Approves && string.IsNullOrWhiteSpace(answer.Comment))
            return Error.Invalid("Enter a comment. It tells the author what to change.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, workflow, answer.ApprovalId, cancellationToken) is not { } approval)
            return Error.NotFound("The request does not exist.");
        if (approval.State != ApprovalState.Open || approval.RowVersion != answer.RowVersion)
            return AnsweredMeanwhile;
        if (approval.RequestedById == access.UserId)
            return Error.Forbidden("You requested this approval. Another person must answer.");
        var release = await db.Releases.SingleAsync(r => r.Id == approval.ReleaseId, cancellationToken);
        if (release.RowVersion != answer.ReleaseVersion)
            return ReleaseErrors.StalePage;
        var now = time.GetUtcNow();
        if (now >= approval.ExpiresAt)
            return Error.Conflict("The request has expired. Request approval again.");
        if (answer.Approves)
        {
            var context = (await gates.ContextAsync(db, workflow.Id, cancellationToken))!;
            if (context.Policy.NeedsTwoPeople && release.AuthorId == access.UserId)
                return Error.Forbidden($"You created {release.Name}. In this workflow, another person than the author must approve it.");
            var (report, _) = await gates.AskAsync(db, context, release, cancellationToken);
            await ApprovalBinding.BindAsync(db, approval, release, context, report, cancellationToken);
            approval.ExpiresAt = now + Lifetime;
        }

        (approval.AnsweredById, approval.AnsweredBy, approval.AnsweredAt) = (access.UserId, access.DisplayName, now);
        var (state, step) = answer.Approves
            ? (ApprovalState.Approved, ApprovalStep.Approved)
            : (ApprovalState.Declined, ApprovalStep.Declined);
        return await SaveAsync(db, approval, state, step, Actor.Of(access), answer.Comment, now, cancellationToken)
            ? Result.Done(
                answer.Approves
                    ? $"Approved. {approval.RequestedBy} can act until {now + Lifetime:yyyy-MM-dd HH:mm} UTC; the gates are evaluated "
                        + "again then."
                    : "Declined."
            )
            : AnsweredMeanwhile;
    }

    /// <summary>Adds a comment. The conversation stays with the release.</summary>
    public async Task<Result> CommentAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long approvalId,
        string? text,
        CancellationToken cancellationToken = default
    )
    {
        Registry.ReleaseReader.DemandReader(access, workflow);
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid("Enter a comment.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, workflow, approvalId, cancellationToken) is not { } approval)
            return Error.NotFound("The request does not exist.");
        ApprovalMoves.Remark(approval, ApprovalStep.Comment, Actor.Of(access), text, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done("Comment added.");
    }

    /// <summary>Takes the request or its approval back: the one who asked, or an approver.</summary>
    public async Task<Result> WithdrawAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long approvalId,
        int rowVersion,
        CancellationToken cancellationToken = default
    )
    {
        Registry.ReleaseReader.DemandReader(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, workflow, approvalId, cancellationToken) is not { } approval)
            return Error.NotFound("The request does not exist.");
        if (approval.RequestedById != access.UserId && !access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only the one who asked and approvers of the workflow can withdraw this request.");
        if (approval.State is not (ApprovalState.Open or ApprovalState.Approved) || approval.RowVersion != rowVersion)
            return AnsweredMeanwhile;
        var (actor, now) = (Actor.Of(access), time.GetUtcNow());
        return await SaveAsync(db, approval, ApprovalState.Withdrawn, ApprovalStep.Withdrawn, actor, null, now, cancellationToken)
            ? Result.Done("Withdrawn.")
            : AnsweredMeanwhile;
    }

    /// <summary>False if another person changed the request first.</summary>
    internal async Task<bool> SaveAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        ApprovalState state,
        ApprovalStep step,
        Actor actor,
        string? text,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        approval.State = state;
        ApprovalMoves.Remark(approval, step, actor, text, now);
        await ApprovalMoves.AuditAsync(db, approval, actor, now, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return false;
        }

        await news.NotifyAsync(approval.WorkflowId, cancellationToken);
        notifier.Publish(approval.WorkflowId);
        return true;
    }

    private static Task<ReleaseApproval?> FindAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        long approvalId,
        CancellationToken cancellationToken
    ) =>
        db.ReleaseApprovals.SingleOrDefaultAsync(
            a => a.Id == approvalId && a.WorkflowId == workflow.Id && a.TenantId == workflow.TenantId,
            cancellationToken
        );
}
