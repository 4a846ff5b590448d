using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Suggests the answers of a decision from the labels.</summary>
internal static class LikeliestAnswers
{
    /// <summary>
    /// The consensus of each question of the interaction's rubric; for multiple choice the options with a probability above one half.
    /// </summary>
    public static async Task<Dictionary<string, string>> OfAsync(
        TriageDbContext db,
        long workflowId,
        long interactionId,
        RubricDefinition rubric,
        CancellationToken cancellationToken
    )
    {
        var entries = await (
            from e in db.AgreementEntries.AsNoTracking()
            // A golden answer is decided by experts. The labels of judges do not count.
            where e.InteractionId == interactionId && db.Labelers.Any(l => l.Id == e.LabelerId && l.Kind != LabelerKind.Judge)
            join c in db.AgreementCriteria on e.CriterionId equals c.Id
            select new
            {
                e.CriterionId,
                c.Key,
                c.RubricVersionId,
                e.Turn,
                e.LabelerId,
                e.ValueId,
            }
        ).ToListAsync(cancellationToken);
        // Answers to an earlier meaning of a question are not used.
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken, answered: []);
        entries.RemoveAll(e => !questions.IsAsked(new QuestionKey(e.Key, e.RubricVersionId)));
        var fitted = await FittedQuestions.LoadAsync(
            db,
            [.. entries.Select(e => e.CriterionId).Distinct()],
            [.. entries.Select(e => e.LabelerId).Distinct()],
            cancellationToken
        );
        // The likeliest answer can be one that no labeler gave.
        var judged = entries
            .GroupBy(e => (e.CriterionId, Key: TurnQuestions.KeyOf(e.Key, e.Turn)))
            .GroupBy(g => g.Key.Key)
            .Select(g => g.MaxBy(x => x.Count())!)
            .ToDictionary(g => g.Key.Key, g => fitted.Judge(g.Key.CriterionId, [.. g.Select(x => (x.LabelerId, x.ValueId))]).Value);
        var ids = judged.Values.ToArray();
        var words = await db
            .AgreementValues.AsNoTracking()
            .Where(v => ids.Contains(v.Id))
            .ToDictionaryAsync(v => v.Id, v => v.Value, cancellationToken);
        var best = judged.ToDictionary(j => j.Key, j => words[j.Value]);
        var likeliest = new Dictionary<string, string>();
        foreach (var criterion in rubric.Criteria)
        {
            if (best.TryGetValue(criterion.Key, out var value))
                likeliest[criterion.Key] = value;
            var chosen =
                criterion.Kind == CriterionKind.ManyOf
                    ? criterion.Options.Select(o => o.Value).Where(o => best.GetValueOrDefault($"{criterion.Key}={o}") == "yes").ToList()
                    : [];
            if (chosen.Count > 0)
                likeliest[criterion.Key] = AnswerValidation.ToText(chosen);
        }

        return likeliest;
    }
}
