using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Comments;

/// <summary>Removes texts of interactions from the comments on them: one text for a redaction, all of them for an erasure.</summary>
internal sealed class CommentTexts : IErasurePart
{
    /// <summary>Replaces a text in the comments on an interaction, in the transaction of the caller.</summary>
    /// <returns>How often it occurred.</returns>
    public static async Task<int> RedactAsync(TriageDbContext db, long interactionId, string text, CancellationToken cancellationToken)
    {
        var count = 0;
        var comments = await db
            .Comments.Include(c => c.Mentions)
            .Where(c => c.InteractionId == interactionId && c.Text.Contains(text))
            .ToListAsync(cancellationToken);
        foreach (var comment in comments)
            comment.Text = TextRedaction.InText(comment.Text, text, ref count)!;
        return count;
    }

    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var comments = unit.Db.Comments.Where(c => interactions.Contains(c.InteractionId!.Value) && c.Text != "");
        unit.Count("comments", await comments.ExecuteUpdateAsync(s => s.SetProperty(c => c.Text, ""), cancellationToken));
    }
}
