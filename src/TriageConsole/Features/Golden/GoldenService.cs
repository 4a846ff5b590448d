using Microsoft.EntityFrameworkCore;
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
/// Keeps golden items up to date: leads all of a workflow's, an owner their own. Expected answers are versions; a locked item
/// gets a new one only with a reason.
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
    /// <summary>Sets other answers: a new version. What was due is then confirmed too.</summary>
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
                    return Error.Invalid("It is locked: say why its answers change.");
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
                return Result.Done($"Version {item.Number} is in force.");
            },
            cancellationToken
        );
    }

    /// <summary>Looked at and still right: due again after its cadence, its exposures forgiven.</summary>
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

    /// <summary>Whether changes need a reason.</summary>
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

    /// <summary>Takes it out of checks and gates, with a reason; or back in.</summary>
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
                    return Task.FromResult<Result>(Error.Invalid("Say why it retires."));
                item.RetiredAt = reason is null ? null : time.GetUtcNow();
                item.RetiredReason = reason?.Trim()[..Math.Min(reason.Trim().Length, 500)] ?? "";
                return Task.FromResult(Result.Done(reason is null ? "It is golden again." : "Retired."));
            },
            cancellationToken
        );

    /// <summary>Hands it to somebody with a role on the workflow, and sets how often it is to be looked at.</summary>
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
                    return Error.Invalid("It is to be looked at every 1 to 3650 days.");
                if ((await reader.OwnersAsync(workflow, cancellationToken)).All(o => o.Id != ownerId))
                    return Error.Invalid("An owner needs a role on the workflow.");
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
            throw new AccessDeniedException("A golden item is changed by its owner or a lead of the workflow.");
        if (item.RowVersion != rowVersion)
            return Error.Conflict("Somebody changed it a moment ago. This is how it stands now.");
        var result = await change(db, item);
        if (!result.Ok)
            return result;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Somebody changed it a moment ago. This is how it stands now.");
        }

        notifier.Publish(workflow.Id);
        return result;
    }
}
