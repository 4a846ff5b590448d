using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>Creates golden items, for leads of the workflow.</summary>
public sealed class GoldenCreation(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    GoldenAnswers answers,
    ChangeNotifier notifier,
    TimeProvider time
) : IGoldenCreator
{
    private const int StandardLeakBudget = 20;

    /// <summary>Creates a golden item from a lead's decision. The lead owns it, and it is locked.</summary>
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

    /// <summary>Creates a golden item from any interaction of the workflow.</summary>
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
        var valid = await answers.ValidateAsync(workflow.TenantId, interactionId, rubric, edit, cancellationToken);
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
                ExpectedOutput = GoldenAnswers.OrNull(edit.ExpectedOutput),
                Reason = GoldenAnswers.Cut(edit.Reason.Length > 0 ? edit.Reason : "picked"),
                MadeBy = access.DisplayName,
                MadeById = access.UserId,
            },
            GoldenProvenance.Picked,
            cancellationToken
        );
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
            return Error.NotFound("This workflow has no such interaction.");
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
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.GoldenCreated,
            $"interaction/{interactionId}",
            new
            {
                Workflow = workflow.Key,
                Provenance = provenance.ToString(),
                version.Reason,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict("This interaction is already a golden item.");
        }

        notifier.Publish(workflow.Id);
        return Result.Done("The golden item is created. You own it.");
    }

    private static void DemandLead(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can create golden items.");
    }
}
