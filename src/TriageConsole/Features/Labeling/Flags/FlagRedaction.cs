using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Comments;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>
/// Removes a text from the item of a flag for good. The record says who did it, when and how often the text occurred, but not the text.
/// </summary>
public sealed class FlagRedaction(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Replaces the text in the stored item, its drafts, and the notes and messages about it.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> RedactAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        string text,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        text = Texts.Storable(text.Trim());
        if (text.Length is < TextRedaction.MinLength or > TextRedaction.MaxLength)
            return Error.Invalid($"Enter the exact text to redact: {TextRedaction.MinLength} to {TextRedaction.MaxLength} characters.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var interaction = await FlagActions
            .Of(db, workflow, [flagId])
            .Select(f => (long?)f.InteractionId)
            .SingleOrDefaultAsync(cancellationToken);
        if (interaction is not { } interactionId)
            return FlagActions.Gone;
        var parts = (await InteractionRedaction.ApplyAsync(db, statements, interactionId, text, cancellationToken)).ToList();
        await RedactOwnAsync(db, interactionId, text, parts, cancellationToken);
        if (parts.Count == 0)
            return Error.Invalid("This text does not occur in the item. Copy it exactly as it is shown, with capital letters and spaces.");
        var flag = await db.Flags.SingleAsync(f => f.Id == flagId, cancellationToken);
        flag.Action = FlagAction.Redacted;
        var places = Figures.Plural(parts.Sum(p => p.Count), "place", "places");
        var where = string.Join(", ", parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Part} {p.Count}")));
        var now = time.GetUtcNow();
        db.FlagEntries.Add(
            new FlagEntry
            {
                FlagId = flagId,
                Kind = FlagEntryKind.Redacted,
                AuthorId = access.UserId,
                Text = $"{places}: {where}",
                CreatedAt = now,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done($"Redacted in {places} ({where}).{await CopiesAsync(db, interactionId, text, cancellationToken)}");
    }

    private static async Task RedactOwnAsync(
        TriageDbContext db,
        long interactionId,
        string text,
        List<(string Part, int Count)> parts,
        CancellationToken cancellationToken
    )
    {
        var notes = 0;
        var flags = await db.Flags.Include(f => f.Entries).Where(f => f.InteractionId == interactionId).ToListAsync(cancellationToken);
        foreach (var flag in flags)
        {
            flag.Note = TextRedaction.InText(flag.Note, text, ref notes)!;
            flag.ResolutionNote = TextRedaction.InText(flag.ResolutionNote, text, ref notes)!;
            foreach (var entry in flag.Entries)
                entry.Text = TextRedaction.InText(entry.Text, text, ref notes)!;
        }

        var drafted = 0;
        var drafts = await (
            from d in db.LabelDrafts
            join a in db.Assignments on d.AssignmentId equals a.Id
            join q in db.QueueItems on a.QueueItemId equals q.Id
            where q.InteractionId == interactionId
            select d
        ).ToListAsync(cancellationToken);
        foreach (var draft in drafts)
            draft.Answers = TextRedaction.InJson(draft.Answers, text, ref drafted)!;
        if (notes > 0)
            parts.Add(("flags", notes));
        if (drafted > 0)
            parts.Add(("drafts", drafted));
        if (await CommentTexts.RedactAsync(db, interactionId, text, cancellationToken) is var commented and > 0)
            parts.Add(("comments", commented));
    }

    /// <summary>
    /// Labels, expected answers and evaluations are records that are never overwritten. They are counted, so that the lead knows of them.
    /// </summary>
    private static async Task<string> CopiesAsync(TriageDbContext db, long interactionId, string text, CancellationToken cancellationToken)
    {
        var labels = await db.Labels.CountAsync(
            l => l.InteractionId == interactionId && (l.Comment!.Contains(text) || l.Answers.Any(a => a.Value.Contains(text))),
            cancellationToken
        );
        var golden = await db.GoldenVersions.CountAsync(
            v =>
                db.GoldenItems.Any(g => g.Id == v.GoldenItemId && g.InteractionId == interactionId)
                && (v.ExpectedOutput!.Contains(text) || v.Answers.Contains(text)),
            cancellationToken
        );
        var evaluated = await db.EvalItems.CountAsync(
            i =>
                i.InteractionId == interactionId
                && (
                    i.Input!.Contains(text)
                    || i.Messages!.Contains(text)
                    || i.LiveOutput!.Contains(text)
                    || i.CandidateOutput!.Contains(text)
                    || i.ExpectedOutput!.Contains(text)
                ),
            cancellationToken
        );
        string[] left =
        [
            .. new (int Count, string One, string Many)[]
            {
                (labels, "label", "labels"),
                (golden, "golden version", "golden versions"),
                (evaluated, "evaluation item", "evaluation items"),
            }
                .Where(c => c.Count > 0)
                .Select(c => Figures.Plural(c.Count, c.One, c.Many)),
        ];
        return left.Length == 0 ? "" : $" Not changed, because records are never overwritten: {string.Join(", ", left)}.";
    }
}
