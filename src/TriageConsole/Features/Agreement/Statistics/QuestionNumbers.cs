using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Maps questions and values to ids and inserts new ones. The caller holds the workflow's lock.</summary>
internal sealed class QuestionNumbers(TriageDbContext db, long workflowId, DateTimeOffset now)
{
    public async Task<List<AgreementEntry>> NumberAsync(IReadOnlyList<QuestionAnswer> answers, CancellationToken cancellationToken)
    {
        var criteria = await CriteriaAsync(answers.Select(a => a.Question).ToHashSet(), cancellationToken);
        var values = await ValuesAsync(answers.Select(a => (Criterion: criteria[a.Question], a.Value)).ToHashSet(), cancellationToken);
        return answers
            .Select(a => new AgreementEntry
            {
                CriterionId = criteria[a.Question],
                InteractionId = a.InteractionId,
                Turn = a.Turn,
                LabelerId = a.LabelerId,
                ValueId = values[(criteria[a.Question], a.Value)],
                Day = a.Day,
            })
            .ToList();
    }

    private async Task<Dictionary<QuestionKey, long>> CriteriaAsync(HashSet<QuestionKey> questions, CancellationToken cancellationToken)
    {
        var rows = await db.AgreementCriteria.AsNoTracking().Where(c => c.WorkflowId == workflowId).ToListAsync(cancellationToken);
        var known = rows.ToDictionary(c => new QuestionKey(c.Key, c.RubricVersionId), c => c.Id);
        var fresh = questions
            .Where(q => !known.ContainsKey(q))
            .Select(q => new AgreementCriterion
            {
                WorkflowId = workflowId,
                Key = q.Key,
                RubricVersionId = q.SinceVersionId,
                ChangedAt = now,
            })
            .ToList();
        db.AgreementCriteria.AddRange(fresh);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var criterion in fresh)
            known[new QuestionKey(criterion.Key, criterion.RubricVersionId)] = criterion.Id;
        return known;
    }

    private async Task<Dictionary<(long Criterion, string Value), long>> ValuesAsync(
        HashSet<(long Criterion, string Value)> wanted,
        CancellationToken cancellationToken
    )
    {
        var (criteria, words) = (wanted.Select(w => w.Criterion).Distinct().ToArray(), wanted.Select(w => w.Value).Distinct().ToArray());
        var rows = await db
            .AgreementValues.AsNoTracking()
            .Where(v => criteria.Contains(v.CriterionId) && words.Contains(v.Value))
            .ToListAsync(cancellationToken);
        var known = rows.ToDictionary(v => (v.CriterionId, v.Value), v => v.Id);
        var fresh = wanted
            .Where(w => !known.ContainsKey(w))
            .Select(w => new AgreementValue { CriterionId = w.Criterion, Value = w.Value })
            .ToList();
        db.AgreementValues.AddRange(fresh);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var value in fresh)
            known[(value.CriterionId, value.Value)] = value.Id;
        return known;
    }
}
