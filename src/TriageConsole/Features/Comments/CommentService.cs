using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Comments;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Comments;
using TriageConsole.Features.Notices;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Comments;

/// <summary>Comments on interactions and patterns, with mentions of people who can read them.</summary>
public sealed class CommentService(
    IDbContextFactory<TriageDbContext> contexts,
    NoticeService notices,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>The latest comments that a page shows.</summary>
    public const int MaxShown = 200;

    internal static Error Gone { get; } = Error.NotFound("There is no such comment any more, or you cannot comment here.");

    /// <summary>
    /// The latest comments, or those before <paramref name="before"/>. Null if the subject does not exist or the person cannot comment
    /// on it.
    /// </summary>
    public async Task<CommentThread?> ReadAsync(
        PersonAccess access,
        CommentSubject subject,
        long? before = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await CommentAudience.FindAsync(db, access, subject, cancellationToken) is not { } place)
            return null;
        var seesOthers = await CommentAudience.SeesOthersAsync(db, access, place, cancellationToken);
        var people = await CommentAudience.PeopleAsync(db, access, place, seesOthers, cancellationToken);
        var thread = await ThreadAsync(
            db,
            place,
            access.UserId,
            seesOthers,
            CommentAudience.IsLead(access, place),
            before,
            cancellationToken
        );
        return thread with { Handles = [.. people.Select(p => p.Handle)] };
    }

    /// <summary>For an application, which reads all comments and can change none. Null if its tenant has no such subject.</summary>
    public async Task<CommentThread?> ReadAsync(
        ApiCaller caller,
        CommentSubject subject,
        long? before = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await CommentAudience.FindAsync(db, caller, subject, cancellationToken) is { } place
            ? await ThreadAsync(db, place, userId: 0, seesOthers: true, isLead: false, before, cancellationToken)
            : null;
    }

    /// <summary>Adds a comment. The mentioned people get a notice.</summary>
    /// <returns>The id of the comment.</returns>
    public async Task<Result<long>> AddAsync(
        PersonAccess access,
        CommentSubject subject,
        string? text,
        CancellationToken cancellationToken = default
    )
    {
        var (stored, problem) = Clean(text);
        if (problem is not null)
            return problem;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await CommentAudience.FindAsync(db, access, subject, cancellationToken) is not { } place)
            return Gone;
        var mentioned = await MentionedAsync(db, access, place, stored, cancellationToken);
        var comment = new Comment
        {
            TenantId = place.TenantId,
            WorkflowId = place.WorkflowId,
            InteractionId = subject.InteractionId,
            PatternId = subject.PatternId,
            AuthorId = access.UserId,
            Text = stored,
            CreatedAt = time.GetUtcNow(),
            Mentions = mentioned.ConvertAll(Mention),
        };
        db.Comments.Add(comment);
        await db.SaveChangesAsync(cancellationToken);
        await NotifyAsync(db, access, place, comment.Id, mentioned, cancellationToken);
        notifier.Publish(place.WorkflowId);
        return Result.Done("Comment saved.", comment.Id);
    }

    /// <summary>Changes the text of an own comment. People who are mentioned for the first time get a notice.</summary>
    public async Task<Result> EditAsync(PersonAccess access, long commentId, string? text, CancellationToken cancellationToken = default)
    {
        var (stored, problem) = Clean(text);
        if (problem is not null)
            return problem;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var comment = await db
            .Comments.Include(c => c.Mentions)
            .SingleOrDefaultAsync(c => c.Id == commentId && c.Text != "" && c.AuthorId == access.UserId, cancellationToken);
        if (comment is null || await CommentAudience.FindAsync(db, access, Subject(comment), cancellationToken) is not { } place)
            return Gone;
        if (comment.Text == stored)
            return Result.Done("Comment saved.");
        var mentioned = await MentionedAsync(db, access, place, stored, cancellationToken);
        // A mention of a person who cannot be mentioned any more stays with its name, as long as the text has it.
        var kept = MentionText.Split(stored, [.. comment.Mentions.Select(m => m.Handle)]).Select(p => p.Handle).ToHashSet();
        var fresh = mentioned.Where(p => comment.Mentions.TrueForAll(m => m.UserId != p.UserId)).ToList();
        comment.Mentions.RemoveAll(m => !kept.Contains(m.Handle) && mentioned.TrueForAll(p => p.UserId != m.UserId));
        comment.Mentions.AddRange(fresh.ConvertAll(Mention));
        (comment.Text, comment.EditedAt) = (stored, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await NotifyAsync(db, access, place, comment.Id, fresh, cancellationToken);
        notifier.Publish(place.WorkflowId);
        return Result.Done("Comment saved.");
    }

    /// <summary>Removes the text of a comment for good, by its author or a lead. The page shows that there was one.</summary>
    public async Task<Result> DeleteAsync(PersonAccess access, long commentId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var comment = await db.Comments.AsNoTracking().SingleOrDefaultAsync(c => c.Id == commentId, cancellationToken);
        if (
            comment is null
            || await CommentAudience.FindAsync(db, access, Subject(comment), cancellationToken) is not { } place
            || comment.AuthorId != access.UserId && !CommentAudience.IsLead(access, place)
        )
            return Gone;
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db
            .Comments.Where(c => c.Id == commentId && c.DeletedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Text, "").SetProperty(c => c.DeletedAt, now), cancellationToken);
        await db.CommentMentions.Where(m => m.CommentId == commentId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(place.WorkflowId);
        return Result.Done("Comment deleted.");
    }

    private static (string Text, Error? Problem) Clean(string? text)
    {
        var stored = Texts.Storable((text ?? "").Trim());
        return (
            stored,
            stored.Length is 0 or > Comment.MaxText ? Error.Invalid($"A comment has 1 to {Comment.MaxText} characters.") : null
        );
    }

    private static async Task<CommentThread> ThreadAsync(
        TriageDbContext db,
        CommentPlace place,
        long userId,
        bool seesOthers,
        bool isLead,
        long? before,
        CancellationToken cancellationToken
    )
    {
        var rows = await Of(db, place)
            .AsNoTracking()
            .Where(c => (seesOthers || c.AuthorId == userId) && (before == null || c.Id < before))
            .OrderByDescending(c => c.Id)
            .Take(MaxShown + 1)
            .Select(c => new
            {
                Comment = c,
                Author = db.Users.Where(u => u.Id == c.AuthorId).Select(u => u.DisplayName).First(),
                Handles = c.Mentions.Select(m => m.Handle).ToList(),
            })
            .ToListAsync(cancellationToken);
        return new CommentThread(
            [
                .. rows.Take(MaxShown)
                    .Reverse()
                    .Select(r => new CommentRow(
                        r.Comment.Id,
                        r.Author,
                        r.Comment.Text,
                        MentionText.Split(r.Comment.Text, r.Handles),
                        r.Comment.CreatedAt,
                        r.Comment.EditedAt,
                        r.Comment.Text.Length == 0,
                        r.Comment.Text.Length > 0 && r.Comment.AuthorId == userId,
                        r.Comment.Text.Length > 0 && (r.Comment.AuthorId == userId || isLead)
                    )),
            ],
            [],
            !seesOthers,
            rows.Count > MaxShown
        )
        {
            WorkflowId = place.WorkflowId,
        };
    }

    private static IQueryable<Comment> Of(TriageDbContext db, CommentPlace place) =>
        db.Comments.Where(c =>
            c.TenantId == place.TenantId && c.InteractionId == place.Subject.InteractionId && c.PatternId == place.Subject.PatternId
        );

    internal static CommentSubject Subject(Comment comment) =>
        comment.InteractionId is { } interaction
            ? CommentSubject.Interaction(interaction)
            : CommentSubject.Pattern(comment.PatternId!.Value);

    private static CommentMention Mention(MentionablePerson person) => new() { UserId = person.UserId, Handle = person.Handle };

    private static async Task<List<MentionablePerson>> MentionedAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentPlace place,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return [];
        var seesOthers = await CommentAudience.SeesOthersAsync(db, access, place, cancellationToken);
        var people = await CommentAudience.PeopleAsync(db, access, place, seesOthers, cancellationToken);
        var handles = MentionText
            .Split(text, [.. people.Select(p => p.Handle)])
            .Select(p => p.Handle)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. people.Where(p => handles.Contains(p.Handle))];
    }

    /// <summary>The notice has no text of the comment: it also goes out by mail and webhook.</summary>
    private async Task NotifyAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentPlace place,
        long commentId,
        List<MentionablePerson> mentioned,
        CancellationToken cancellationToken
    )
    {
        var what = place.Subject.PatternId is null ? "an interaction" : "a pattern";
        foreach (var person in mentioned)
            await notices.NotifyAsync(
                person.UserId,
                string.Create(CultureInfo.InvariantCulture, $"comment:{commentId}"),
                $"{access.DisplayName} mentioned you in a comment on {what} of {place.WorkflowName}.",
                person.IsLead ? place.Address : await LabelAddressAsync(db, person.UserId, place, cancellationToken),
                cancellationToken
            );
    }

    /// <summary>The page of the labeler's own label, which shows the comments.</summary>
    private static async Task<string> LabelAddressAsync(
        TriageDbContext db,
        long userId,
        CommentPlace place,
        CancellationToken cancellationToken
    )
    {
        var label = await db
            .Labels.Where(l => l.InteractionId == place.Subject.InteractionId && l.IsCurrent && l.Labeler!.UserId == userId)
            .MaxAsync(l => (long?)l.Id, cancellationToken);
        return label is { } id ? string.Create(CultureInfo.InvariantCulture, $"my-labels/{id}#comments") : "my-labels";
    }
}
