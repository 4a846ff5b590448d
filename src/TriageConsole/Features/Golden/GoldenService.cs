using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Makes golden items and keeps them true: leads all of a workflow's, an owner their own. Expected answers are versions; a locked item
/// gets a new one only with a reason.
/// </summary>
public sealed class GoldenService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    GoldenReader reader,
    ChangeNotifier notifier,
    TimeProvider time
) : IGoldenMaker
{
    private const int StandardLeakBudget = 20;

    /// <summary>Makes the interaction golden by what a lead decided; the lead owns it, and it is locked.</summary>
    public async Task<Result> MakeGoldenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        long adjudicationId,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var decision = await db
            .Adjudications.AsNoTracking()
            .SingleAsync(a => a.Id == adjudicationId && a.WorkflowId == workflow.Id && a.InteractionId == interactionId, cancellationToken);
        return await AddAsync(
            access,
            workflow,
            interactionId,
            new GoldenVersion
            {
                Number = 1,
                RubricVersionId = decision.RubricVersionId,
                Answers = decision.Answers,
                Reason = $"adjudicated: {AdjudicationWords.Cause(decision.Cause)}",
                AdjudicationId = decision.Id,
                MadeBy = access.DisplayName,
                MadeById = access.UserId,
            },
            GoldenProvenance.Adjudicated,
            cancellationToken
        );
    }

    /// <summary>Makes any interaction of the workflow golden.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        PublishedRubric rubric,
        GoldenEdit edit,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow);
        var valid = await ValidateAsync(workflow.TenantId, interactionId, rubric, edit, cancellationToken);
        if (valid.Problem is { } problem)
            return problem;
        return await AddAsync(
            access,
            workflow,
            interactionId,
            new GoldenVersion
            {
                Number = 1,
                RubricVersionId = rubric.VersionId,
                Answers = valid.Json,
                ExpectedOutput = OrNull(edit.ExpectedOutput),
                Reason = Cut(edit.Reason.Length > 0 ? edit.Reason : "picked"),
                MadeBy = access.DisplayName,
                MadeById = access.UserId,
            },
            GoldenProvenance.Picked,
            cancellationToken
        );
    }

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
                var valid = await ValidateAsync(workflow.TenantId, item.InteractionId, rubric, edit, cancellationToken);
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
                        ExpectedOutput = OrNull(edit.ExpectedOutput),
                        Reason = Cut(edit.Reason.Trim().Length > 0 ? edit.Reason.Trim() : "edited"),
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

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Golden items are made by leads of the workflow.");
    }

    private static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Cut(string reason) => Core.Texts.Begin(reason, 1000);

    private void Refresh(GoldenItem item)
    {
        item.RefreshDueAt = time.GetUtcNow().AddDays(item.CadenceDays);
        item.Exposures = 0;
    }

    private async Task<Result> AddAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        GoldenVersion version,
        GoldenProvenance provenance,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            !await db.Interactions.AnyAsync(
                i => i.Id == interactionId && i.WorkflowId == workflow.Id && i.TenantId == workflow.TenantId,
                cancellationToken
            )
        )
            return Error.NotFound("There is no such interaction in this workflow.");
        var cadence = await db.Workflows.Where(w => w.Id == workflow.Id).Select(w => w.GoldenCadenceDays).SingleAsync(cancellationToken);
        var now = time.GetUtcNow();
        version.MadeAt = now;
        db.GoldenItems.Add(
            new GoldenItem
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                InteractionId = interactionId,
                OwnerId = access.UserId,
                Provenance = provenance,
                Number = 1,
                IsLocked = true,
                CadenceDays = cadence,
                RefreshDueAt = now.AddDays(cadence),
                LeakBudget = StandardLeakBudget,
                CreatedAt = now,
                Versions = [version],
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict("It is golden already.");
        }

        notifier.Publish(workflow.Id);
        return Result.Done("It is golden now, and yours to keep true.");
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

    private async Task<(Error? Problem, string Json)> ValidateAsync(
        long tenantId,
        long interactionId,
        PublishedRubric rubric,
        GoldenEdit edit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var content = await ItemLoader.ContentAsync(db, tenantId, interactionId, cancellationToken);
        if (content is null)
            return (Error.NotFound("There is no such interaction in this workflow."), "");
        var valid = AnswerValidation.Validate(LabelingService.RubricFor(rubric.Definition, content), edit.Answers, content.Answer);
        if (!valid.Ok)
            return (Error.Invalid(valid.Problems[0].Message, valid.Problems), "");
        if (valid.Answers.Count == 0)
            return (Error.Invalid("A golden item needs an expected answer."), "");
        return (null, JsonSerializer.Serialize(valid.Answers.ToDictionary(a => a.Criterion, a => a.Value)));
    }
}
