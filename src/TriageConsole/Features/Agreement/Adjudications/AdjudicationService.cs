using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Stores the decisions of leads on disagreements.</summary>
public sealed class AdjudicationService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    QueueService queue,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>
    /// Stores the decision. Refused if another lead decided the same item in the meantime, or if the answers do not fit the rubric.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result<long>> DecideAsync(
        PersonAccess access,
        WorkflowRef workflow,
        DisputeWork work,
        Decision decision,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        var valid = AnswerValidation.Validate(Asked(work), decision.Answers, work.Content.Answer);
        if (!valid.Ok)
            return Error.Invalid(valid.Problems[0].Message, valid.Problems);
        if (valid.Answers.Count == 0)
            return Error.Invalid("Answer at least one question.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var adjudication = new Adjudication
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            InteractionId = work.Row.InteractionId,
            Number = decision.AfterNumber + 1,
            RubricVersionId = work.Rubric.VersionId,
            Answers = JsonSerializer.Serialize(valid.Answers.ToDictionary(a => a.Criterion, a => a.Value)),
            Cause = decision.Cause,
            Note = decision.Note.Trim()[..Math.Min(decision.Note.Trim().Length, 2000)],
            DecidedById = access.UserId,
            DecidedBy = access.DisplayName,
            DecidedAt = time.GetUtcNow(),
        };
        try
        {
            db.Adjudications.Add(adjudication);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict(await DecidedByAsync(work.Row.InteractionId, cancellationToken));
        }

        // The counter changes the same rows.
        await AgreementLock.TakeAsync(db, workflow.Id, time.GetUtcNow(), cancellationToken);
        await db
            .Disagreements.Where(d => d.InteractionId == work.Row.InteractionId)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DisagreementState.Adjudicated), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done("Decided.", adjudication.Id);
    }

    /// <summary>
    /// Asks for one more label from a labeler who has not labeled the item. The disagreement comes back when the label arrives.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> SendBackAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = db.Disagreements.Where(d => d.WorkflowId == workflow.Id && d.InteractionId == interactionId);
        if (!await mine.AnyAsync(cancellationToken))
            return Error.Conflict("This disagreement is no longer open.");
        var asked = await queue.RequestAsync(access, interactionId, 1, cancellationToken);
        if (asked.Added == 0)
            return Error.Conflict(asked.Message);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The counter changes the same rows.
        await AgreementLock.TakeAsync(db, workflow.Id, time.GetUtcNow(), cancellationToken);
        await mine.Where(d => d.State == DisagreementState.Open)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DisagreementState.SentBack), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done(asked.Message);
    }

    /// <summary>The rubric without the criteria that do not apply to this interaction.</summary>
    internal static RubricDefinition Asked(DisputeWork work) => work.Asked;

    internal static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see disagreements.");
    }

    private async Task<string> DecidedByAsync(long interactionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var other = await db
            .Adjudications.AsNoTracking()
            .Where(a => a.InteractionId == interactionId)
            .OrderByDescending(a => a.Number)
            .FirstAsync(cancellationToken);
        return $"{other.DecidedBy} has just decided this item. Check that decision before you make another one.";
    }
}
