using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Consensus;

/// <summary>Updates the list of disagreements from the entries of a batch.</summary>
internal static class DisagreementStore
{
    /// <summary>A consensus below this probability is a disagreement, even if all labels are the same.</summary>
    public const double SureEnough = 0.8;

    private const int MaxQuestionChars = 4000;
    private const int ChunkSize = 500;

    public static async Task KeepAsync(
        TriageDbContext db,
        (long TenantId, long WorkflowId) place,
        WorkflowQuestions questions,
        long[] interactions,
        IReadOnlyList<AgreementEntry> entries,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var criteria = await db
            .AgreementCriteria.AsNoTracking()
            .Where(c => c.WorkflowId == place.WorkflowId)
            .ToDictionaryAsync(c => c.Id, cancellationToken);
        var compared = criteria.Values.Where(c => IsCompared(questions, c)).Select(c => c.Id).ToHashSet();
        var mine = entries.Where(e => compared.Contains(e.CriterionId)).ToList();
        var fitted = await FittedQuestions.LoadAsync(db, [.. compared], [.. mine.Select(e => e.LabelerId).Distinct()], cancellationToken);
        var known = await db
            .Disagreements.Where(d => interactions.Contains(d.InteractionId))
            .ToDictionaryAsync(d => d.InteractionId, cancellationToken);
        var byInteraction = mine.ToLookup(e => e.InteractionId);
        foreach (var interaction in interactions)
        {
            var disputed = byInteraction[interaction]
                .GroupBy(e => (e.CriterionId, e.Turn))
                .Select(g => Dispute(g.Key, [.. g], fitted))
                .OfType<(long Criterion, int Turn, double Severity)>()
                .OrderByDescending(d => d.Severity)
                .ToList();
            var row = known.GetValueOrDefault(interaction);
            if (disputed.Count == 0)
            {
                if (row is { State: not DisagreementState.Adjudicated })
                    db.Disagreements.Remove(row);
                continue;
            }

            if (row is null)
                db.Disagreements.Add(
                    row = new Disagreement
                    {
                        InteractionId = interaction,
                        TenantId = place.TenantId,
                        WorkflowId = place.WorkflowId,
                        Questions = "",
                    }
                );
            var about = disputed.Select(d => (d.Criterion, d.Turn)).ToHashSet();
            var labelers = byInteraction[interaction]
                .Where(e => about.Contains((e.CriterionId, e.Turn)))
                .Select(e => e.LabelerId)
                .Distinct()
                .Count();
            // The requested label has arrived.
            if (row.State == DisagreementState.SentBack && labelers > row.Labelers)
                row.State = DisagreementState.Open;
            if (row.Labelers != labelers)
                row.ChangedAt = now;
            (row.Severity, row.Labelers) = (disputed[0].Severity, labelers);
            row.Questions = Lines(disputed.Select(d => TurnQuestions.KeyOf(criteria[d.Criterion].Key, d.Turn)).Distinct());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Evaluates some of the disagreements of a question again with its new consensus: the interactions after the given one. Null if there
    /// are no more.
    /// </summary>
    public static async Task<long?> JudgeAgainAsync(
        TriageDbContext db,
        (long TenantId, long WorkflowId) place,
        long criterionId,
        long after,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var interactions = await db
            .Disagreements.AsNoTracking()
            .Where(d =>
                d.WorkflowId == place.WorkflowId
                && d.State == DisagreementState.Open
                && d.InteractionId > after
                && db.AgreementEntries.Any(e => e.InteractionId == d.InteractionId && e.CriterionId == criterionId)
            )
            .OrderBy(d => d.InteractionId)
            .Select(d => d.InteractionId)
            .Take(ChunkSize)
            .ToArrayAsync(cancellationToken);
        if (interactions.Length == 0)
            return null;
        var entries = await db
            .AgreementEntries.AsNoTracking()
            .Where(e => interactions.Contains(e.InteractionId))
            .ToListAsync(cancellationToken);
        await KeepAsync(
            db,
            place,
            await WorkflowQuestions.LoadAsync(db, place.WorkflowId, cancellationToken),
            interactions,
            entries,
            now,
            cancellationToken
        );
        return interactions[^1];
    }

    /// <summary>
    /// Numbers without fixed steps nearly always differ, so they are not compared. Questions that are no longer asked are not compared
    /// either.
    /// </summary>
    private static bool IsCompared(WorkflowQuestions questions, AgreementCriterion row) =>
        questions.Find(new QuestionKey(row.Key, row.RubricVersionId)) is { } found
        && questions.IsAsked(new QuestionKey(row.Key, row.RubricVersionId))
        && found.Criterion.Kind != CriterionKind.Number
        && ComparableAnswers.Level(found.Criterion.Kind) is not null;

    private static (long Criterion, int Turn, double Severity)? Dispute(
        (long Criterion, int Turn) question,
        IReadOnlyCollection<AgreementEntry> entries,
        FittedQuestions fitted
    )
    {
        if (entries.Count < 2)
            return null;
        var (_, sure) = fitted.Judge(question.Criterion, [.. entries.Select(e => (e.LabelerId, e.ValueId))]);
        var differ = entries.Select(e => e.ValueId).Distinct().Count() > 1;
        return differ || sure < SureEnough ? (question.Criterion, question.Turn, Math.Clamp(1 - sure, 0, 1)) : null;
    }

    private static string Lines(IEnumerable<string> keys)
    {
        var text = "";
        foreach (var key in keys)
        {
            var longer = text.Length == 0 ? key : $"{text}\n{key}";
            if (longer.Length > MaxQuestionChars)
                break;
            text = longer;
        }

        return text;
    }
}
