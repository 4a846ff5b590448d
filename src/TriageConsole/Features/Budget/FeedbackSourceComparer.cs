using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Scoring;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Budget;

/// <summary>
/// Compares the signals of end users with experts' labels of the same interactions, as labels arrive, and updates the trust in each
/// feedback source. An interaction counts once per source, with the strongest signal.
/// </summary>
public sealed class FeedbackSourceComparer(IDbContextFactory<TriageDbContext> contexts, JobMarks marks, TimeProvider time)
{
    /// <summary>Labels up to the id of this mark are compared. Comparing a label twice has no effect.</summary>
    private const string Mark = "feedback-trust";

    private const int BatchSize = 1000;

    /// <summary>Time to wait for transactions that commit later with a smaller id.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    /// <summary>Compares new labels; true if there may be more.</summary>
    public async Task<bool> CompareBatchAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var from =
            await marks.NumberAsync(Mark, cancellationToken)
            ?? await db
                .Labels.Where(l => db.FeedbackSourceComparisons.Any(c => c.InteractionId == l.InteractionId))
                .MaxAsync(l => (long?)l.Id, cancellationToken)
            ?? 0;
        var settled = time.GetUtcNow() - Settle;
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l => l.Id > from && l.CreatedAt <= settled)
            .OrderBy(l => l.Id)
            .Take(BatchSize)
            .Select(l => new
            {
                l.Id,
                l.InteractionId,
                IsJudge = l.Labeler!.Kind == LabelerKind.Judge,
            })
            .ToListAsync(cancellationToken);
        if (labels.Count == 0)
            return false;
        var ids = labels.Where(l => !l.IsJudge).Select(l => l.InteractionId).Distinct().ToArray();
        if (ids.Length > 0)
            await CompareAsync(db, ids, cancellationToken);
        await marks.SetNumberAsync(Mark, labels[^1].Id, cancellationToken);
        return labels.Count == BatchSize;
    }

    private static async Task CompareAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken)
    {
        var verdicts = await LabelVerdicts.OfAsync(db, ids, cancellationToken);
        var said = await (
            from s in db.Signals.AsNoTracking()
            where ids.Contains(s.InteractionId) && s.Polarity != 0 && (s.Type == SignalType.Explicit || s.Type == SignalType.Implicit)
            join i in db.Interactions on s.InteractionId equals i.Id
            where (s.UserId ?? i.UserId) != null
            select new
            {
                s.InteractionId,
                i.WorkflowId,
                UserId = (s.UserId ?? i.UserId)!,
                s.Polarity,
                Weight = s.Weight * s.Strength,
            }
        ).ToListAsync(cancellationToken);
        var wanted = said.Where(s => verdicts.TryGetValue(s.InteractionId, out var verdict) && verdict != 0.5)
            .GroupBy(s => (s.InteractionId, s.WorkflowId, s.UserId))
            .Select(g => new FeedbackSourceComparison
            {
                InteractionId = g.Key.InteractionId,
                WorkflowId = g.Key.WorkflowId,
                UserId = g.Key.UserId,
                Agreed = g.MaxBy(s => s.Weight)!.Polarity < 0 == verdicts[g.Key.InteractionId] > 0.5,
            })
            .ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await db.FeedbackSourceComparisons.Where(c => ids.Contains(c.InteractionId)).ToListAsync(cancellationToken);
        var touched = known.Concat(wanted).Select(c => (c.WorkflowId, c.UserId)).ToHashSet();
        db.FeedbackSourceComparisons.RemoveRange(
            known.Where(k => !wanted.Exists(w => w.InteractionId == k.InteractionId && w.UserId == k.UserId))
        );
        foreach (var comparison in wanted)
        {
            if (known.Find(k => k.InteractionId == comparison.InteractionId && k.UserId == comparison.UserId) is { } before)
                before.Agreed = comparison.Agreed;
            else
                db.FeedbackSourceComparisons.Add(comparison);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (workflow, user) in touched.OrderBy(t => t.WorkflowId).ThenBy(t => t.UserId, StringComparer.Ordinal))
        {
            var checks = await db.FeedbackSourceComparisons.CountAsync(
                c => c.WorkflowId == workflow && c.UserId == user,
                cancellationToken
            );
            var agreed = await db.FeedbackSourceComparisons.CountAsync(
                c => c.WorkflowId == workflow && c.UserId == user && c.Agreed,
                cancellationToken
            );
            await db
                .FeedbackSources.Where(g => g.WorkflowId == workflow && g.UserId == user)
                .ExecuteUpdateAsync(s => s.SetProperty(g => g.Agreed, agreed).SetProperty(g => g.Checks, checks), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
