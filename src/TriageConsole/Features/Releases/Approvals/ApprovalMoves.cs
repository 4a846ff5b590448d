using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>Uses of approvals and entries in their conversations. They run in the caller's transaction.</summary>
internal static class ApprovalMoves
{
    private const int TextLength = 2000;

    /// <summary>
    /// The approval with which the person acts. An approver needs none: the value is null then. A person who asked and was approved acts
    /// like an approver, as long as the approval holds.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person is no approver and has no approval.</exception>
    public static async Task<Result<ReleaseApproval?>> ForAsync(
        TriageDbContext db,
        GateContext context,
        GateReport report,
        Release release,
        ApprovalKind kind,
        string steps,
        PersonAccess access,
        CancellationToken cancellationToken
    )
    {
        var approves = access.Has(Role.Approver, release.TenantId, release.WorkflowId);
        var approval = await db.ReleaseApprovals.SingleOrDefaultAsync(
            a => a.ReleaseId == release.Id && a.Kind == kind && a.State == ApprovalState.Approved,
            cancellationToken
        );
        if (
            !approves
            && (approval is null || approval.RequestedById != access.UserId || !access.Has(Role.Lead, release.TenantId, release.WorkflowId))
        )
            throw new AccessDeniedException("Only approvers of the workflow can do this, or leads whose request they approved.");
        if (approval is null)
            return Result.Done<ReleaseApproval?>("", null);
        var problem =
            context.Now >= approval.ExpiresAt ? "It expired."
            : approval.Steps != steps ? $"It was given for a canary with {approval.Steps}."
            : await ApprovalBinding.ChangedAsync(db, approval, release, context, report, cancellationToken);
        if (problem is null)
            return Result.Done<ReleaseApproval?>("", approval);
        return approves
            ? Result.Done<ReleaseApproval?>("", null)
            : Error.Conflict($"Not done: the approval of {approval.AnsweredBy} no longer holds. {problem} Request approval again.");
    }

    /// <summary>Marks an approval as used, in the transaction of the action. Two uses at once: the second one is a conflict.</summary>
    public static async Task UseAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        approval.State = ApprovalState.Used;
        Remark(approval, ApprovalStep.Used, actor, null, now);
        await AuditAsync(db, approval, actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    public static void Remark(ReleaseApproval approval, ApprovalStep step, Actor actor, string? text, DateTimeOffset now) =>
        approval.Remarks.Add(
            new ReleaseApprovalRemark
            {
                Step = step,
                At = now,
                ById = actor.UserId,
                By = actor.Name,
                Text = Texts.Cut(Texts.Storable(text?.Trim() ?? ""), TextLength),
            }
        );

    /// <summary>Records the current state of an approval.</summary>
    public static async Task AuditAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var release = await db.Releases.Where(r => r.Id == approval.ReleaseId).Select(r => r.Name).SingleAsync(cancellationToken);
        AuditTrail.Add(
            db,
            now,
            actor.UserId is { } person ? AuditActor.Person(person, actor.Name) : AuditActor.Named(actor.Name),
            approval.TenantId,
            AuditActions.ApprovalChanged,
            $"release/{approval.ReleaseId} {release}",
            new
            {
                Kind = approval.Kind.ToString(),
                State = approval.State.ToString(),
                approval.Steps,
            }
        );
    }
}
