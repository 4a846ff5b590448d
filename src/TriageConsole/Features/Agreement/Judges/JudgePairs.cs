using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Consensus;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>
/// Pairs the verdicts of judges with the combined answers of experts. An interaction (for questions of scope turn: a turn) counts once for
/// any number of experts; otherwise intervals would be too narrow.
/// </summary>
internal static class JudgePairs
{
    /// <summary>Judges can answer all traffic. The latest interactions are enough to measure their current quality.</summary>
    public const int MaxInteractions = 20_000;

    /// <summary>The pairs of some judges on one question.</summary>
    public static async Task<List<JudgePair>> ReadAsync(
        TriageDbContext db,
        long criterionId,
        long[] judges,
        CancellationToken cancellationToken
    )
    {
        var latest = db
            .AgreementEntries.AsNoTracking()
            .Where(e => e.CriterionId == criterionId && judges.Contains(e.LabelerId))
            .Select(e => e.InteractionId)
            .Distinct()
            .OrderByDescending(i => i)
            .Take(MaxInteractions);
        var entries = await EntriesAsync(db, criterionId, latest, cancellationToken);
        var values = await ValuesAsync(db, criterionId, cancellationToken);
        // Entries do not know their label, and a labeler has at most one current label of a rubric.
        var versions = (
            await db
                .Labels.AsNoTracking()
                .Where(l => judges.Contains(l.LabelerId) && l.IsCurrent && l.JudgeVersionId != null && latest.Contains(l.InteractionId))
                .Select(l => new
                {
                    l.LabelerId,
                    l.InteractionId,
                    l.Turn,
                    l.JudgeVersionId,
                })
                .ToListAsync(cancellationToken)
        ).GroupBy(l => (l.LabelerId, l.InteractionId, l.Turn)).ToDictionary(g => g.Key, g => g.Max(l => l.JudgeVersionId));
        var experts = await ExpertsAsync(db, criterionId, entries, values, cancellationToken);
        var wanted = judges.ToHashSet();
        return
        [
            .. from e in entries
            where wanted.Contains(e.LabelerId) && experts.ContainsKey((e.InteractionId, e.Turn))
            select new JudgePair(
                e.LabelerId,
                versions.GetValueOrDefault((e.LabelerId, e.InteractionId, e.Turn)),
                e.InteractionId,
                e.Turn,
                values[e.ValueId],
                experts[(e.InteractionId, e.Turn)]
            ),
        ];
    }

    /// <summary>The combined answers of experts to one question about whole interactions.</summary>
    public static async Task<Dictionary<long, string>> ExpertsAsync(
        TriageDbContext db,
        long criterionId,
        long[] interactions,
        CancellationToken cancellationToken
    )
    {
        var chosen = db.Interactions.Where(i => interactions.Contains(i.Id)).Select(i => i.Id);
        var entries = await EntriesAsync(db, criterionId, chosen, cancellationToken);
        var values = await ValuesAsync(db, criterionId, cancellationToken);
        return (await ExpertsAsync(db, criterionId, entries, values, cancellationToken))
            .Where(e => e.Key.Turn == 0)
            .ToDictionary(e => e.Key.Interaction, e => e.Value);
    }

    private static async Task<Dictionary<(long Interaction, int Turn), string>> ExpertsAsync(
        TriageDbContext db,
        long criterionId,
        List<Entry> entries,
        Dictionary<long, string> values,
        CancellationToken cancellationToken
    )
    {
        var isJudge = (
            await db
                .Labelers.Where(l =>
                    l.Kind == LabelerKind.Judge && db.AgreementEntries.Any(e => e.LabelerId == l.Id && e.CriterionId == criterionId)
                )
                .Select(l => l.Id)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        var consensus = await FittedQuestions.LoadAsync(
            db,
            [criterionId],
            [.. entries.Select(e => e.LabelerId).Distinct()],
            cancellationToken
        );
        return entries
            .Where(e => !isJudge.Contains(e.LabelerId))
            .GroupBy(e => (e.InteractionId, e.Turn))
            .ToDictionary(
                g => (g.Key.InteractionId, g.Key.Turn),
                g => values[consensus.Judge(criterionId, [.. g.Select(e => (e.LabelerId, e.ValueId))]).Value]
            );
    }

    private static Task<List<Entry>> EntriesAsync(
        TriageDbContext db,
        long criterionId,
        IQueryable<long> interactions,
        CancellationToken cancellationToken
    ) =>
        db
            .AgreementEntries.AsNoTracking()
            .Where(e => e.CriterionId == criterionId && interactions.Contains(e.InteractionId))
            .Select(e => new Entry(e.InteractionId, e.Turn, e.LabelerId, e.ValueId))
            .ToListAsync(cancellationToken);

    private static Task<Dictionary<long, string>> ValuesAsync(TriageDbContext db, long criterionId, CancellationToken cancellationToken) =>
        db
            .AgreementValues.AsNoTracking()
            .Where(v => v.CriterionId == criterionId)
            .ToDictionaryAsync(v => v.Id, v => v.Value, cancellationToken);

    private sealed record Entry(long InteractionId, int Turn, long LabelerId, long ValueId);
}
