using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>The labeler's side of flags: flag an item, take it back, read replies of leads and answer them.</summary>
public sealed class LabelerFlags(
    IDbContextFactory<TriageDbContext> contexts,
    DatabaseRetry retry,
    FlagNotifier leads,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const int PageSize = 20;

    /// <summary>Maximum length of a note or message.</summary>
    public const int MaxText = 2000;

    /// <summary>Flags the item for the leads. The labeler keeps the item. A second flag replaces an open one.</summary>
    public async Task<Result> FlagAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        FlagKind kind,
        string note,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        if (!FlagWords.Choices.Contains(kind))
            return Error.Invalid("Select a kind of flag.");
        note = Clean(note);
        if (kind == FlagKind.Other && note.Length == 0)
            return Error.Invalid("Enter a note. A lead reads it.");
        var now = time.GetUtcNow();
        // Another request can insert the open flag first. The retry updates it.
        var isDone = await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                var updated = await Open(db, session, lease)
                    .ExecuteUpdateAsync(s => s.SetProperty(f => f.Kind, kind).SetProperty(f => f.Note, note), token);
                if (updated > 0)
                    return true;
                var interaction = await db
                    .Assignments.Where(a => a.Id == lease.AssignmentId && a.LabelerId == session.LabelerId)
                    .Join(db.QueueItems, a => a.QueueItemId, q => q.Id, (_, q) => q)
                    .Where(q => q.WorkflowId == session.WorkflowId)
                    .Select(q => (long?)q.InteractionId)
                    .SingleOrDefaultAsync(token);
                if (interaction is not { } interactionId)
                    return false;
                db.Flags.Add(
                    new Flag
                    {
                        TenantId = session.TenantId,
                        WorkflowId = session.WorkflowId,
                        InteractionId = interactionId,
                        AssignmentId = lease.AssignmentId,
                        LabelerId = session.LabelerId,
                        Kind = kind,
                        Note = note,
                        CreatedAt = now,
                    }
                );
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (!isDone)
            return Error.NotFound("You have no lease of this item.");
        notifier.Publish(session.WorkflowId);
        await leads.FlaggedAsync(access, session, lease.AssignmentId, kind, cancellationToken);
        return Result.Done($"Flagged for the lead: {FlagWords.Name(kind).ToLowerInvariant()}.");
    }

    /// <summary>Takes the flag of an item back. A flag that a lead has resolved stays.</summary>
    public async Task<Result> UnflagAsync(
        PersonAccess access,
        LabelingSession session,
        LeaseToken lease,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Open(db, session, lease)
            .ExecuteUpdateAsync(
                s => s.SetProperty(f => f.State, FlagState.Withdrawn).SetProperty(f => f.WithdrawnAt, now),
                cancellationToken
            );
        if (rows == 1)
        {
            notifier.Publish(session.WorkflowId);
            return Result.Done("Flag removed.");
        }

        return await db.Flags.AnyAsync(
            f =>
                f.AssignmentId == lease.AssignmentId
                && f.LabelerId == session.LabelerId
                && f.Kind != FlagKind.Skip
                && f.State == FlagState.Resolved,
            cancellationToken
        )
            ? Error.Conflict("A lead has resolved this flag. It cannot be withdrawn.")
            : Error.NotFound("This item has no flag of yours.");
    }

    /// <summary>The number of messages of leads that the person has not seen.</summary>
    public async Task<int> UnseenAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = Own(db, access);
        return await db.FlagEntries.CountAsync(e => e.SeenAt == null && own.Any(f => f.Id == e.FlagId), cancellationToken);
    }

    /// <summary>The person's own flags, and skips that a lead replied to: unseen messages first, then the newest.</summary>
    public async Task<ListPage<OwnFlag>> ListAsync(PersonAccess access, int page, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Own(db, access)
            .Where(f => f.State != FlagState.Withdrawn && (f.Kind != FlagKind.Skip || f.Entries.Any(e => e.Text != "")))
            .OrderByDescending(f => f.Entries.Any(e => e.SeenAt == null) ? 1 : 0)
            .ThenByDescending(f => f.CreatedAt)
            .ThenByDescending(f => f.Id)
            .Join(
                db.Interactions,
                f => f.InteractionId,
                i => i.Id,
                (f, i) =>
                    new
                    {
                        Flag = f,
                        i.Preview,
                        Workflow = i.Workflow!.Name,
                    }
            )
            .ToPageAsync(page, PageSize, cancellationToken);
        var messages = await FlagInbox.MessagesAsync(db, [.. rows.Items.Select(r => r.Flag.Id)], cancellationToken);
        return rows.With<OwnFlag>([
            .. rows.Items.Select(r => new OwnFlag(
                r.Flag.Id,
                r.Workflow,
                r.Flag.Kind,
                r.Flag.State,
                r.Flag.Note,
                r.Preview,
                r.Flag.CreatedAt,
                [.. messages[r.Flag.Id]]
            )),
        ]);
    }

    /// <summary>Marks the messages up to the newest shown one as seen.</summary>
    public async Task SeenAsync(PersonAccess access, IReadOnlyList<OwnFlag> shown, CancellationToken cancellationToken = default)
    {
        var ids = shown.SelectMany(f => f.Messages.Where(m => m.IsNew).Select(m => m.Id)).ToList();
        if (ids.Count == 0)
            return;
        var now = time.GetUtcNow();
        // Two windows can mark the same messages, in any order.
        await retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                var own = Own(db, access);
                await db
                    .FlagEntries.Where(e => ids.Contains(e.Id) && e.SeenAt == null && own.Any(f => f.Id == e.FlagId))
                    .ExecuteUpdateAsync(s => s.SetProperty(e => e.SeenAt, now), token);
            },
            cancellationToken
        );
    }

    /// <summary>Answers on an own open flag.</summary>
    public async Task<Result> AnswerAsync(PersonAccess access, long flagId, string text, CancellationToken cancellationToken = default)
    {
        text = Clean(text);
        if (text.Length == 0)
            return Error.Invalid("Enter an answer.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var flag = await Own(db, access)
            .Where(f => f.Id == flagId)
            .Select(f => new { f.State, f.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        if (flag is null)
            throw new AccessDeniedException("Only its labeler can answer on a flag.");
        if (flag.State != FlagState.Open)
            return Error.Conflict("This flag is resolved. Flag the item again if a problem is left.");
        var now = time.GetUtcNow();
        db.FlagEntries.Add(
            new FlagEntry
            {
                FlagId = flagId,
                AuthorId = access.UserId,
                IsFromLabeler = true,
                Text = text,
                CreatedAt = now,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(flag.WorkflowId);
        return Result.Done("Sent to the lead.");
    }

    internal static string Clean(string? text) => Texts.Begin(Texts.Storable((text ?? "").Trim()), MaxText);

    private static IQueryable<Flag> Open(TriageDbContext db, LabelingSession session, LeaseToken lease) =>
        db.Flags.Where(f =>
            f.AssignmentId == lease.AssignmentId && f.LabelerId == session.LabelerId && f.Kind != FlagKind.Skip && f.State == FlagState.Open
        );

    /// <summary>The person's flags in workflows that the person can still label.</summary>
    private static IQueryable<Flag> Own(TriageDbContext db, PersonAccess access)
    {
        var userId = access.UserId;
        var workflows = db.Workflows.InReach(access.Scope(Role.Labeler, Role.Lead));
        return db.Flags.AsNoTracking().Where(f => f.Labeler!.UserId == userId && workflows.Any(w => w.Id == f.WorkflowId));
    }
}
