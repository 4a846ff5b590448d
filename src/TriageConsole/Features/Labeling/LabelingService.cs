using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The actions of a labeler on the queue: lease, submit, skip, undo. Each method is one use case and one transaction.
/// </summary>
public sealed class LabelingService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    RubricService rubrics,
    ChangeNotifier notifier,
    IHiddenChecks checks,
    TimeProvider time,
    IOptions<LabelingOptions> options
)
{
    private const int MaxTimeOnTaskMs = 24 * 60 * 60 * 1000;

    /// <summary>Maximum number of answers in one submit, over all messages. SQL Server takes 2100 parameters.</summary>
    public const int MaxAnswers = 500;

    public static bool MayLabel(PersonAccess access, long tenantId, long workflowId) =>
        access.Has(Role.Labeler, tenantId, workflowId) || access.Has(Role.Lead, tenantId, workflowId);

    /// <summary>
    /// Asks questions of scope turn for each message, and removes preference questions if there is no second response.
    /// </summary>
    internal static RubricDefinition RubricFor(RubricDefinition rubric, BlindContent content)
    {
        var asked = rubric.Criteria.Where(c => c.Kind != CriterionKind.Preference || content.Alternative is not null).ToList();
        return (rubric with { Criteria = asked }).ForMessages(content.Messages);
    }

    /// <summary>Starts a session. Creates the labeler's row and the workflow's rubric if they are missing.</summary>
    public async Task<LabelingSession> StartAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        Demand(access, workflow.TenantId, workflow.Id);
        var rubric = await rubrics.EnsureForWorkflowAsync(workflow.Id, cancellationToken);
        // Another window of the same person can insert the row first. The retry finds it.
        var labelerId = await retry.RunAsync(
            async token =>
            {
                await using var fresh = await contexts.CreateDbContextAsync(token);
                return await LabelerRows.EnsurePersonAsync(fresh, workflow.TenantId, access.UserId, access.DisplayName, token);
            },
            cancellationToken
        );
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var minutes = await db
            .Workflows.Where(w => w.Id == workflow.Id && w.TenantId == workflow.TenantId)
            .Select(w => w.LeaseMinutes)
            .SingleAsync(cancellationToken);
        return new LabelingSession(
            access.UserId,
            labelerId,
            workflow.TenantId,
            workflow.Id,
            workflow.Name,
            rubric,
            TimeSpan.FromMinutes(minutes)
        );
    }

    /// <summary>
    /// Leases the next item with one statement, or sometimes a hidden check. Null if the queue has no item for this labeler.
    /// </summary>
    public async Task<ItemLease?> ClaimAsync(PersonAccess access, LabelingSession session, CancellationToken cancellationToken = default)
    {
        Demand(access, session);
        if (await checks.TryLeaseAsync(session, cancellationToken) is { } check)
            return check;
        var now = time.GetUtcNow();
        var until = now + session.Lease;
        if (
            await HasAssignedAsync(session, cancellationToken)
            && await statements.ClaimAsync(session.WorkflowId, session.LabelerId, isAssigned: true, now, until, cancellationToken)
                is { } assigned
        )
            return assigned;
        return await statements.ClaimAsync(session.WorkflowId, session.LabelerId, isAssigned: false, now, until, cancellationToken);
    }

    private async Task<bool> HasAssignedAsync(LabelingSession session, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.QueueItems.AnyAsync(
            q => q.AssignedToId == session.UserId && q.WorkflowId == session.WorkflowId && q.OpenSlots > 0,
            cancellationToken
        );
    }

    /// <summary>Leases and loads the next item.</summary>
    public async Task<LabelingItem?> NextAsync(
        PersonAccess access,
        LabelingSession session,
        CancellationToken cancellationToken = default
    ) => await ClaimAsync(access, session, cancellationToken) is { } lease ? await LoadAsync(session, lease, cancellationToken) : null;

    public async Task<Result<SavedSubmit>> SubmitAsync(
        PersonAccess access,
        LabelingSession session,
        LabelingItem item,
        Submission submission,
        CancellationToken cancellationToken = default
    )
    {
        var rubric = RubricFor(session.Rubric.Definition, item.Content);
        var checkedAnswers = AnswerValidation.Validate(rubric, submission.Answers, item.Content.Answer);
        if (!checkedAnswers.Ok)
            return Error.Invalid(checkedAnswers.Problems[0].Message, checkedAnswers.Problems);
        if (checkedAnswers.Answers.Count > MaxAnswers)
            return Error.Invalid($"A label has at most {MaxAnswers} answers. Leave out optional questions about some messages.");
        var suggested = Suggestions.Submitted(rubric, item, submission.Answers, checkedAnswers.Answers);
        return await SubmitAsync(access, session, item.Lease, submission, checkedAnswers.Answers, suggested, cancellationToken);
    }

    /// <summary>Submits answers that are already validated, and were given without suggestions.</summary>
    public Task<Result<SavedSubmit>> SubmitAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        Submission submission,
        IReadOnlyList<Answer> answers,
        CancellationToken cancellationToken = default
    ) => SubmitAsync(access, session, lease, submission, answers, [], cancellationToken);

    private async Task<Result<SavedSubmit>> SubmitAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        Submission submission,
        IReadOnlyList<Answer> answers,
        IReadOnlyList<SubmittedSuggestion> suggested,
        CancellationToken cancellationToken
    )
    {
        Demand(access, session);
        var keys = answers.Select(a => AnswerKey.Parse(a.Criterion)).ToList();
        var label = await statements.SubmitAsync(
            new SubmittedAnswers(
                lease,
                session.LabelerId,
                submission.IdempotencyKey,
                session.Rubric.VersionId,
                Math.Clamp(submission.TimeOnTaskMs, 0, MaxTimeOnTaskMs),
                submission.Comment is { } comment ? Texts.Storable(comment) : null,
                keys.ConvertAll(k => k.Criterion),
                answers.Select(a => a.Value).ToArray(),
                answers.Select(a => a.NumericValue).ToArray(),
                time.GetUtcNow()
            )
            {
                Turns = keys.ConvertAll(k => k.Turn),
                Suggestions = suggested,
            },
            cancellationToken
        );
        if (label is null)
            return Error.NotFound("Could not save. You have no lease of this item.");
        if (label.LabelId is null)
            return Error.Conflict("Could not save. This item is open in another window of yours. Submit it there.");
        notifier.Publish(session.WorkflowId);
        return Saved(label);
    }

    private static Result<SavedSubmit> Saved(SubmittedLabel label) =>
        (label.IsExtra, label.Found) switch
        {
            (true, AssignmentState.Skipped) => Result.Done(
                "You skipped this item before. Your answers are stored as an extra label.",
                new SavedSubmit(SubmitStatus.SavedAsExtra, label.LabelId)
            ),
            (true, _) => Result.Done(
                "Your lease of this item had ended. Your answers are stored as an extra label.",
                new SavedSubmit(SubmitStatus.SavedAsExtra, label.LabelId)
            ),
            (_, AssignmentState.Submitted) when !label.IsRepeat && label.Revision > 1 => Result.Done(
                "You submitted this item before. These answers are a new revision. The earlier answers are kept.",
                new SavedSubmit(SubmitStatus.SavedAsRevision, label.LabelId)
            ),
            _ => Result.Done("Saved.", new SavedSubmit(SubmitStatus.Saved, label.LabelId)),
        };

    public async Task<Result> SkipAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, session);
        reason = reason.Trim();
        if (reason.Length == 0)
            return Error.Invalid("Enter a reason for skipping. Leads can read it.");
        var skipped = await statements.SkipAsync(
            lease,
            session.LabelerId,
            Texts.Begin(Texts.Storable(reason), 500),
            time.GetUtcNow(),
            cancellationToken
        );
        if (skipped)
            notifier.Publish(session.WorkflowId);
        return skipped ? Result.Done("Skipped.") : Error.Conflict("Could not skip. This window no longer has the lease of this item.");
    }

    /// <summary>
    /// Takes back the last submit or skip, whichever is later. The item is leased again; after a submit its answers are the draft.
    /// </summary>
    public async Task<Result<LabelingItem?>> UndoAsync(
        PersonAccess access,
        LabelingSession session,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, session);
        var now = time.GetUtcNow();
        if (await statements.UndoSkipAsync(session.WorkflowId, session.LabelerId, now, now + session.Lease, cancellationToken) is { } skip)
        {
            if (skip.Lease is not { } again)
                return Error.Conflict("The skipped item was given to another labeler. The skip cannot be withdrawn.");
            notifier.Publish(session.WorkflowId);
            return Result.Done("The skip is withdrawn.", await LoadAsync(session, again, cancellationToken));
        }

        var withdrawn = await statements.UndoAsync(
            session.WorkflowId,
            session.LabelerId,
            options.Value.UndoDepth,
            now,
            now + session.Lease,
            cancellationToken
        );
        if (withdrawn is null)
            return Error.NotFound($"Nothing to undo. You can undo up to {options.Value.UndoDepth} submits at a time.");
        notifier.Publish(session.WorkflowId);
        return withdrawn.Lease is { } lease
            ? Result.Done("Submit withdrawn.", await LoadAsync(session, lease, cancellationToken))
            : Result.Done<LabelingItem?>("The extra label was withdrawn. You have no lease of its item.", null);
    }

    /// <summary>
    /// Leases and loads an item ahead of the one on screen. Also null if the queue is so short that other labelers may need its last items.
    /// </summary>
    public async Task<LabelingItem?> AheadAsync(PersonAccess access, LabelingSession session, CancellationToken cancellationToken = default)
    {
        Demand(access, session);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.WorkflowCounters.Where(c => c.WorkflowId == session.WorkflowId).SumAsync(c => c.OpenSlots, cancellationToken);
        return open < options.Value.PrefetchFrom ? null : await NextAsync(access, session, cancellationToken);
    }

    private async Task<LabelingItem?> LoadAsync(LabelingSession session, ItemLease lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await ItemLoader.LoadAsync(db, session.TenantId, [lease.AssignmentId], cancellationToken);
        return (await Suggestions.AddAsync(db, session, items, cancellationToken)).SingleOrDefault();
    }

    internal static void Demand(PersonAccess access, LabelingSession session)
    {
        Demand(access, session.TenantId, session.WorkflowId);
        if (access.UserId != session.UserId)
            throw new AccessDeniedException("This labeling session belongs to another person.");
    }

    private static void Demand(PersonAccess access, long tenantId, long workflowId)
    {
        if (!MayLabel(access, tenantId, workflowId))
            throw new AccessDeniedException("Labeling needs the labeler role on this workflow.");
    }
}
