using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>
/// What leads do about flags: reply, resolve with an action on the queue, reopen. Each change is an entry with its author.
/// </summary>
public sealed partial class FlagActions(
    IDbContextFactory<TriageDbContext> contexts,
    QueueService queue,
    DatabaseRetry retry,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Maximum number of flags that are resolved at once.</summary>
    public const int MaxAtOnce = 500;

    /// <summary>Writes to the labeler. The flag stays open.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> ReplyAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        string text,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        text = LabelerFlags.Clean(text);
        if (text.Length == 0)
            return Error.Invalid("Enter a message to the labeler.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await Of(db, workflow, [flagId]).AnyAsync(cancellationToken))
            return Gone;
        db.FlagEntries.Add(Entry(access, flagId, FlagEntryKind.Reply, text));
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done("Sent. The labeler sees it on the start page and while labeling.");
    }

    /// <summary>
    /// Resolves an open flag, with a note to the labeler and an action on the queue. All of it is one transaction. If another lead has
    /// resolved it, nothing is done.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> ResolveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        string note,
        FlagAction action = FlagAction.None,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        if (action is FlagAction.Redacted or FlagAction.MadeGolden)
            return Error.Invalid("This action is not part of a resolution.");
        note = LabelerFlags.Clean(note);
        // A labeler who takes the skip back locks the queue item before the flag. The retry handles the deadlock.
        var result = await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                // The update comes first: a second lead waits for its lock and then finds the flag resolved.
                if (!await MarkAsync(db, access, workflow, flagId, note, action, token))
                    return await RefusalAsync(db, workflow, flagId, token);
                var interaction = await db.Flags.Where(f => f.Id == flagId).Select(f => f.InteractionId).SingleAsync(token);
                var done = await ActAsync(db, access, workflow, interaction, action, token);
                await transaction.CommitAsync(token);
                return Result.Done(done);
            },
            cancellationToken
        );
        notifier.Publish(workflow.Id);
        return result;
    }

    /// <summary>Resolves the open ones of these flags with the same note.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> ResolveManyAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IReadOnlyCollection<long> flagIds,
        string note,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        if (flagIds.Count == 0)
            return Error.Invalid("Select flags to resolve.");
        if (flagIds.Count > MaxAtOnce)
            return Error.Invalid($"At most {MaxAtOnce} flags can be resolved at once.");
        note = LabelerFlags.Clean(note);
        var resolved = await ResolveAsync(access, workflow, flagIds.Distinct().Order(), note, cancellationToken);
        notifier.Publish(workflow.Id);
        var rest = flagIds.Distinct().Count() - resolved;
        var done = $"Resolved {Figures.Plural(resolved, "flag", "flags")}.";
        return rest == 0 ? Result.Done(done)
            : resolved == 0 ? Error.Conflict("Nothing was resolved: another lead resolved these flags, or they were withdrawn.")
            : Result.Done($"{done} {Figures.Count(rest)} had been resolved or withdrawn before.");
    }

    /// <summary>Opens a resolved flag again. What was done to the item stays.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> ReopenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var rows = await Of(db, workflow, [flagId])
                .Where(f => f.State == FlagState.Resolved)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(f => f.State, FlagState.Open)
                            .SetProperty(f => f.ResolvedAt, (DateTimeOffset?)null)
                            .SetProperty(f => f.ResolvedById, (long?)null)
                            .SetProperty(f => f.ResolutionNote, ""),
                    cancellationToken
                );
            if (rows == 0)
                return Error.Conflict("This flag is not resolved. The page shows the current state.");
        }
        catch (Exception e) when (statements.IsUniqueViolation(e))
        {
            return Error.Conflict("The labeler has flagged this item again. Continue with the new flag.");
        }

        db.FlagEntries.Add(Entry(access, flagId, FlagEntryKind.Reopened, ""));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done("The flag is reopened.");
    }

    /// <summary>The flags of the workflow with these ids that were not withdrawn.</summary>
    internal static IQueryable<Flag> Of(TriageDbContext db, WorkflowRef workflow, IReadOnlyCollection<long> ids) =>
        db.Flags.Where(f =>
            ids.Contains(f.Id) && f.WorkflowId == workflow.Id && f.TenantId == workflow.TenantId && f.State != FlagState.Withdrawn
        );

    internal static Error Gone { get; } = Error.NotFound("This workflow has no such flag. The labeler may have withdrawn it.");

    /// <summary>Resolves the flag if it is open, with an entry.</summary>
    private async Task<bool> MarkAsync(
        TriageDbContext db,
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        string note,
        FlagAction action,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        long? by = access.UserId;
        // A golden item that was made since the flag is its result.
        var golden = db.GoldenItems;
        var rows = await Of(db, workflow, [flagId])
            .Where(f => f.State == FlagState.Open)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(f => f.State, FlagState.Resolved)
                        .SetProperty(f => f.ResolvedAt, now)
                        .SetProperty(f => f.ResolvedById, by)
                        .SetProperty(f => f.ResolutionNote, note)
                        .SetProperty(
                            f => f.Action,
                            f =>
                                action != FlagAction.None ? action
                                : f.Action != FlagAction.None ? f.Action
                                : golden.Any(g => g.InteractionId == f.InteractionId && g.CreatedAt >= f.CreatedAt) ? FlagAction.MadeGolden
                                : FlagAction.None
                        ),
                cancellationToken
            );
        if (rows == 0)
            return false;
        db.FlagEntries.Add(Entry(access, flagId, FlagEntryKind.Resolved, note));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<string> ActAsync(
        TriageDbContext db,
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        FlagAction action,
        CancellationToken cancellationToken
    )
    {
        if (action == FlagAction.RemovedFromQueue)
        {
            var items = await db
                .QueueItems.Where(q =>
                    q.InteractionId == interactionId
                    && q.WorkflowId == workflow.Id
                    && q.DroppedAt == null
                    && q.Source != QueueSource.GoldenCheck
                )
                .Select(q => q.Id)
                .ToListAsync(cancellationToken);
            await queue.DropAsync(db, workflow.Id, items, cancellationToken);
            return "Resolved. The item is removed from the queue.";
        }

        if (action != FlagAction.ReturnedToQueue)
            return "Resolved.";
        var (_, added) = await queue.RequestAsync(db, access, interactionId, 1, cancellationToken);
        return added == 0
            ? "Resolved. The item already needs the maximum number of labels."
            : "Resolved. The item is at the top of the queue.";
    }

    private static async Task<Result> RefusalAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        long flagId,
        CancellationToken cancellationToken
    )
    {
        var by = await Of(db, workflow, [flagId])
            .Where(f => f.State == FlagState.Resolved)
            .Select(f => db.Users.Where(u => u.Id == f.ResolvedById).Select(u => u.DisplayName).FirstOrDefault())
            .SingleOrDefaultAsync(cancellationToken);
        return by is null ? Gone : Error.Conflict($"{by} has resolved this flag. Nothing was changed.");
    }

    private FlagEntry Entry(PersonAccess access, long flagId, FlagEntryKind kind, string text)
    {
        var now = time.GetUtcNow();
        return new FlagEntry
        {
            FlagId = flagId,
            Kind = kind,
            AuthorId = access.UserId,
            Text = text,
            CreatedAt = now,
            // Only messages are news for the labeler.
            SeenAt = text.Length > 0 ? null : now,
        };
    }
}
