using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>Data next to the queue: drafts, progress and revisions of labels.</summary>
public sealed class LabelRecords(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    DatabaseRetry retry,
    RubricService rubrics,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>
    /// Saves answers that are not submitted. A draft outlives the lease, so a labeler who leases the item again gets it. A window whose
    /// item was opened in another window saves nothing, so it cannot overwrite newer answers.
    /// </summary>
    /// <returns>Whether the draft was stored.</returns>
    public async Task<bool> SaveDraftAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        IReadOnlyDictionary<string, string> answers,
        int elapsedMs,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        var json = JsonSerializer.Serialize(answers);
        var now = time.GetUtcNow();
        return await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                var own = db.Assignments.Where(a =>
                    a.Id == lease.AssignmentId
                    && a.LabelerId == session.LabelerId
                    && a.Fence == lease.Fence
                    && (a.State == AssignmentState.Leased || a.State == AssignmentState.Expired)
                );
                var updated = await db
                    .LabelDrafts.Where(d => d.AssignmentId == lease.AssignmentId && own.Any())
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(d => d.Answers, json).SetProperty(d => d.ElapsedMs, elapsedMs).SetProperty(d => d.SavedAt, now),
                        token
                    );
                if (updated > 0)
                    return true;
                if (!await own.AnyAsync(token))
                    return false;
                // If another request inserts the draft first, the retry updates it.
                db.LabelDrafts.Add(
                    new LabelDraft
                    {
                        AssignmentId = lease.AssignmentId,
                        Answers = json,
                        ElapsedMs = elapsedMs,
                        SavedAt = now,
                    }
                );
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>The work since the start of the day in the labeler's time zone.</summary>
    public async Task<DayProgress> TodayAsync(PersonAccess access, LabelingSession session, CancellationToken cancellationToken = default)
    {
        LabelingService.Demand(access, session);
        var since = Times.StartOfDay(time.GetUtcNow(), Times.ZoneOf(access.TimeZone));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = await db.Workflows.Where(w => w.Id == session.WorkflowId).Select(w => w.DailyTarget).SingleAsync(cancellationToken);
        // Not from the sums per day: they are of days in UTC, which are the same for all labelers.
        var done = db.Assignments.Where(a =>
            a.LabelerId == session.LabelerId
            && a.FinishedAt >= since
            && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.WorkflowId == session.WorkflowId)
        );
        var states = await done.Where(a => a.State == AssignmentState.Submitted || a.State == AssignmentState.Skipped)
            .GroupBy(a => a.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var taken = await db
            .Labels.Where(l => l.IsCurrent && l.LabelerId == session.LabelerId && done.Any(a => a.Id == l.AssignmentId))
            .SumAsync(l => (long)l.TimeOnTaskMs, cancellationToken);
        return new DayProgress(
            states.GetValueOrDefault(AssignmentState.Submitted),
            states.GetValueOrDefault(AssignmentState.Skipped),
            taken,
            target
        );
    }

    /// <summary>Reads stored counters and does not count items.</summary>
    public async Task<QueueLeft> LeftAsync(LabelingSession session, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var shards = await db
            .WorkflowCounters.Where(c => c.WorkflowId == session.WorkflowId)
            .Select(c => new { c.OpenSlots, c.LeasedSlots })
            .ToListAsync(cancellationToken);
        var own = await db.Assignments.CountAsync(
            a =>
                a.LabelerId == session.LabelerId
                && a.FinishedAt == null
                && a.State == AssignmentState.Leased
                && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.WorkflowId == session.WorkflowId),
            cancellationToken
        );
        return new QueueLeft(shards.Sum(s => s.OpenSlots), Math.Max(0, shards.Sum(s => s.LeasedSlots) - own), own);
    }

    /// <summary>Revises a label, by its labeler or a lead. The earlier revision is kept with its answers.</summary>
    public async Task<Result<SavedSubmit>> ReviseAsync(
        PersonAccess access,
        long labelId,
        IReadOnlyDictionary<string, string> answers,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var label = await db.Labels.AsNoTracking().Include(l => l.Labeler).SingleOrDefaultAsync(l => l.Id == labelId, cancellationToken);
        var own =
            label?.Labeler?.UserId == access.UserId
            && label is not null
            && LabelingService.MayLabel(access, label.TenantId, label.WorkflowId);
        if (label is null || (!own && !access.Has(Role.Lead, label.TenantId, label.WorkflowId)))
            throw new AccessDeniedException("Only its labeler or a lead can revise a label.");
        if (string.IsNullOrWhiteSpace(reason))
            return Error.Invalid("Enter a reason for the change.");
        var rubric = await rubrics.FindVersionAsync(label.RubricVersionId, cancellationToken);
        // The text is measured here, because databases count code points or ignore trailing spaces.
        var payload = await db
            .InteractionPayloads.AsNoTracking()
            .SingleOrDefaultAsync(p => p.InteractionId == label.InteractionId, cancellationToken);
        var valid = AnswerValidation.Validate(rubric!.Definition.OfLabel(label.Turn), answers, JudgedText.Of(payload));
        if (!valid.Ok)
            return Error.Invalid(valid.Problems[0].Message, valid.Problems);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await statements.LockInteractionsAsync(db, [label.InteractionId], cancellationToken);
        var revision = Revision(label, valid.Answers, $"{reason.Trim()} ({access.DisplayName})");
        if (!await LabelChanges.ReviseAsync(db, labelId, revision, cancellationToken))
            return Error.Conflict("The label was changed or withdrawn in the meantime.");
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(label.WorkflowId);
        return Result.Done("Revised.", new SavedSubmit(SubmitStatus.Saved, revision.Id));
    }

    private Label Revision(Label before, IReadOnlyList<Answer> answers, string reason) =>
        new()
        {
            TenantId = before.TenantId,
            WorkflowId = before.WorkflowId,
            InteractionId = before.InteractionId,
            LabelerId = before.LabelerId,
            RubricVersionId = before.RubricVersionId,
            RubricId = before.RubricId,
            Turn = before.Turn,
            AssignmentId = before.AssignmentId,
            IdempotencyKey = Guid.NewGuid(),
            Revision = before.Revision + 1,
            IsExtra = before.IsExtra,
            Reason = Texts.Begin(Texts.Storable(reason), 500),
            Comment = before.Comment,
            CreatedAt = time.GetUtcNow(),
            Answers = answers
                .Select(a => new LabelAnswer
                {
                    Criterion = a.Criterion,
                    Value = a.Value,
                    NumericValue = a.NumericValue,
                })
                .ToList(),
        };
}
