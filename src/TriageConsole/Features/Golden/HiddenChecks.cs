using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Data;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Triage;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Mixes golden items into the items that labelers get, without notice. A labeler gets each item at most once, never one that they own or
/// set the answers of, and none whose leak budget is used up.
/// </summary>
public sealed class HiddenChecks(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IMemoryCache cache,
    TimeProvider time
) : IHiddenChecks
{
    /// <summary>Chooses at random from this many of the least shown items.</summary>
    private const int DrawnFrom = 10;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<ItemLease?> TryLeaseAsync(LabelingSession session, CancellationToken cancellationToken = default)
    {
        var share = await ShareAsync(session.WorkflowId, cancellationToken);
        if (share <= 0 || RandomNumberGenerator.GetInt32(1_000_000) >= share * 1_000_000)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var least = await Fitting(db, session)
            .OrderBy(g => g.Exposures)
            .ThenBy(g => g.Id)
            .Take(DrawnFrom)
            .Select(g => g.Id)
            .ToListAsync(cancellationToken);
        var fitting = await ComparableGolden.OfAsync(db, session.WorkflowId, least, cancellationToken);
        if (fitting.Count == 0)
            return null;
        try
        {
            return await LeaseAsync(db, session, fitting[RandomNumberGenerator.GetInt32(fitting.Count)], cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            // The same person in another window, or the owner edits the item: no check this time.
            return null;
        }
    }

    /// <summary>Zero for a workflow without golden items, so that labelers do not wait for the other queries.</summary>
    private async Task<double> ShareAsync(long workflowId, CancellationToken cancellationToken)
    {
        var key = ("golden-share", workflowId);
        if (cache.TryGetValue(key, out double known))
            return known;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var share =
            await db
                .Workflows.Where(w => w.Id == workflowId && db.GoldenItems.Any(g => g.WorkflowId == w.Id && g.RetiredAt == null))
                .Select(w => (double?)w.GoldenCheckShare)
                .SingleOrDefaultAsync(cancellationToken)
            ?? 0;
        return cache.Set(key, share, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
    }

    private static IQueryable<GoldenItem> Fitting(TriageDbContext db, LabelingSession session) =>
        db.GoldenItems.Where(g =>
            g.WorkflowId == session.WorkflowId
            && g.TenantId == session.TenantId
            && g.RetiredAt == null
            && g.Exposures < g.LeakBudget
            && g.OwnerId != session.UserId
            && !db.GoldenVersions.Any(v => v.GoldenItemId == g.Id && v.MadeById == session.UserId)
            && !db.Labels.Any(l => l.InteractionId == g.InteractionId && l.LabelerId == session.LabelerId)
            && !db.CalibrationAnswers.Any(c => c.GoldenItemId == g.Id && c.LabelerId == session.LabelerId)
            && !db.Assignments.Any(a =>
                a.LabelerId == session.LabelerId
                && a.State != AssignmentState.Expired
                && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.InteractionId == g.InteractionId)
            )
            && !db.QueueItems.Any(q =>
                q.InteractionId == g.InteractionId
                && q.Source == QueueSource.GoldenCheck
                && db.Assignments.Any(a => a.QueueItemId == q.Id && a.LabelerId == session.LabelerId)
            )
        );

    private async Task<ItemLease?> LeaseAsync(
        TriageDbContext db,
        LabelingSession session,
        long goldenId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // This locks the row: concurrent labelers take their slots one after the other.
        if (
            await db
                .GoldenItems.Where(g => g.Id == goldenId && g.Exposures < g.LeakBudget)
                .ExecuteUpdateAsync(s => s.SetProperty(g => g.Exposures, g => g.Exposures + 1), cancellationToken) == 0
        )
            return null;
        var interaction = await db.GoldenItems.Where(g => g.Id == goldenId).Select(g => g.InteractionId).SingleAsync(cancellationToken);
        var itemId = await QueueAdditions.AddCheckAsync(db, interaction, (session.TenantId, session.WorkflowId), now, cancellationToken);
        var lease = await LabelingLeases.AddAsync(db, statements, session, (itemId, interaction), now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return lease;
    }
}
