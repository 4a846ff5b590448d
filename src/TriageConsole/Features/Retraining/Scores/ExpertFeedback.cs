using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Features.Retraining.Scores;

/// <summary>What experts wrote about interactions: the comments of their labels, and comments on the interaction.</summary>
internal static class ExpertFeedback
{
    private const int MaxTexts = 20;

    /// <summary>By interaction, the oldest first.</summary>
    public static async Task<ILookup<long, string>> ReadAsync(
        TriageDbContext db,
        long tenantId,
        long[] interactions,
        CancellationToken cancellationToken
    )
    {
        var labels = await db
            .Labels.Where(l =>
                l.TenantId == tenantId && interactions.Contains(l.InteractionId) && l.IsCurrent && l.Comment != null && l.Comment != ""
            )
            .Select(l => new
            {
                l.InteractionId,
                l.CreatedAt,
                Text = l.Comment!,
            })
            .ToListAsync(cancellationToken);
        var comments = await db
            .Comments.Where(c =>
                c.TenantId == tenantId
                && c.InteractionId != null
                && interactions.Contains(c.InteractionId.Value)
                && c.DeletedAt == null
                && c.Text != ""
            )
            .Select(c => new
            {
                InteractionId = c.InteractionId!.Value,
                c.CreatedAt,
                c.Text,
            })
            .ToListAsync(cancellationToken);
        return labels
            .Concat(comments)
            .GroupBy(t => t.InteractionId)
            .SelectMany(g => g.OrderBy(t => t.CreatedAt).Take(MaxTexts))
            .ToLookup(t => t.InteractionId, t => t.Text);
    }
}
