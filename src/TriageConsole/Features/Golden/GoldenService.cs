using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Maintains golden items: leads all items of a workflow, other owners their own. Expected answers are versioned. A locked item gets a new
/// version only with a reason.
/// </summary>
public sealed class GoldenService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    GoldenReader reader,
    GoldenAnswers answers,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Sets other answers as a new version. This also confirms the item.</summary>
    /// <exception cref="AccessDeniedException">The person neither leads the workflow nor owns the item.</exception>
    public async Task<Result> ReviseAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        GoldenEdit edit,
        CancellationToken cancellationToken = default
    )
    {
        return await ChangeAsync(
            access,
            workflow,
            itemId,
            edit.RowVersion,
            async (db, item) =>
            {
                if (item.IsLocked && string.IsNullOrWhiteSpace(edit.Reason))
                    return Error.Invalid("This item is locked. Enter a reason for the change.");
                var before = await db
                    .GoldenVersions.Where(v => v.GoldenItemId == item.Id && v.Number == item.Number)
                    .Select(v => v.RubricVersionId)
                    .SingleAsync(cancellationToken);
                var rubric = await reader.RubricOfAsync(db, workflow.Id, before, cancellationToken);
                var valid = await answers.ValidateAsync(workflow.TenantId, item.InteractionId, rubric, edit, cancellationToken);
                if (valid.Problem is { } problem)
                    return problem;
                item.Number++;
                db.GoldenVersions.Add(
                    new GoldenVersion
                    {
                        GoldenItemId = item.Id,
                        Number = item.Number,
                        RubricVersionId = rubric.VersionId,
                        Answers = valid.Json,
                        ExpectedOutput = GoldenAnswers.OrNull(edit.ExpectedOutput),
                        Reason = GoldenAnswers.Cut(edit.Reason.Trim().Length > 0 ? edit.Reason.Trim() : "edited"),
                        MadeBy = access.DisplayName,
                        MadeById = access.UserId,
                        MadeAt = time.GetUtcNow(),
                    }
                );
                Refresh(item);
                return Result.Done($"Saved as version {item.Number}.");
            },
            cancellationToken
        );
    }

    /// <summary>Confirms the answers: the next review is due after the review interval, and the exposure count is reset.</summary>
    public Task<Result> ConfirmAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        int rowVersion,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync(
            access,
            workflow,
            itemId,
            rowVersion,
            (_, item) =>
            {
                Refresh(item);
                return Task.FromResult(Result.Done("Confirmed."));
            },
            cancellationToken
        );

    /// <summary>Sets whether changes need a reason.</summary>
    public Task<Result> LockAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        int rowVersion,
        bool locked,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync(
            access,
            workflow,
            itemId,
            rowVersion,
            (_, item) =>
            {
                item.IsLocked = locked;
                return Task.FromResult(Result.Done(locked ? "Locked: its answers change only with a reason." : "Unlocked."));
            },
            cancellationToken
        );

    /// <summary>Retires the item from checks and gates with a reason, or reactivates it.</summary>
    public Task<Result> RetireAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        int rowVersion,
        string? reason,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync(
            access,
            workflow,
            itemId,
            rowVersion,
            (_, item) =>
            {
                if (reason is not null && reason.Trim().Length == 0)
                    return Task.FromResult<Result>(Error.Invalid("Enter a reason for retiring the item."));
                item.RetiredAt = reason is null ? null : time.GetUtcNow();
                item.RetiredReason = reason?.Trim()[..Math.Min(reason.Trim().Length, 500)] ?? "";
                return Task.FromResult(Result.Done(reason is null ? "Reactivated." : "Retired."));
            },
            cancellationToken
        );

    /// <summary>Assigns the item to a person with a role in the workflow, and sets its review interval.</summary>
    public Task<Result> AssignAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        int rowVersion,
        long ownerId,
        int cadenceDays,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync(
            access,
            workflow,
            itemId,
            rowVersion,
            async (_, item) =>
            {
                if (cadenceDays is < 1 or > 3650)
                    return Error.Invalid("The review interval must be 1 to 3650 days.");
                if ((await reader.OwnersAsync(workflow, cancellationToken)).All(o => o.Id != ownerId))
                    return Error.Invalid("The owner must have a role in the workflow.");
                item.RefreshDueAt = item.RefreshDueAt.AddDays(cadenceDays - item.CadenceDays);
                (item.OwnerId, item.CadenceDays) = (ownerId, cadenceDays);
                return Result.Done("Saved.");
            },
            cancellationToken
        );

    private void Refresh(GoldenItem item)
    {
        item.RefreshDueAt = time.GetUtcNow().AddDays(item.CadenceDays);
        item.Exposures = 0;
    }

    private async Task<Result> ChangeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        int rowVersion,
        Func<TriageDbContext, GoldenItem, Task<Result>> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var item = await db.GoldenItems.SingleOrDefaultAsync(
            g => g.Id == itemId && g.WorkflowId == workflow.Id && g.TenantId == workflow.TenantId,
            cancellationToken
        );
        if (item is null || (item.OwnerId != access.UserId && !access.Has(Role.Lead, workflow.TenantId, workflow.Id)))
            throw new AccessDeniedException("Only its owner or a lead of the workflow can change a golden item.");
        if (item.RowVersion != rowVersion)
            return Error.Conflict("Another user has changed this item. The page shows the current state.");
        var result = await change(db, item);
        if (!result.Ok)
            return result;
        AuditTrail.Add(
            db,
            time.GetUtcNow(),
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.GoldenChanged,
            $"golden/{item.Id}",
            new
            {
                Workflow = workflow.Key,
                Version = item.Number,
                item.IsLocked,
                IsRetired = item.RetiredAt is not null,
                item.OwnerId,
                item.CadenceDays,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Another user has changed this item. The page shows the current state.");
        }

        notifier.Publish(workflow.Id);
        return result;
    }
}
