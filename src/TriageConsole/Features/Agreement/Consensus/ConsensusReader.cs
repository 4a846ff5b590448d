using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Consensus;

/// <summary>Reads the agreed answers of many interactions of a workflow, for tables. Answers about single turns are not included.</summary>
public sealed class ConsensusReader
{
    private readonly WorkflowQuestions questions;
    private readonly Dictionary<long, string> asked;

    private ConsensusReader(WorkflowQuestions questions, Dictionary<long, string> asked) =>
        (this.questions, this.asked) = (questions, asked);

    /// <summary>
    /// The keys of the questions that the rubric asks now, in its order: a criterion, or <c>criterion=option</c> for each option of a
    /// multiple choice.
    /// </summary>
    public IReadOnlyList<string> Questions =>
        [.. asked.Values.Distinct(StringComparer.Ordinal).OrderBy(questions.Place).ThenBy(k => k, StringComparer.Ordinal)];

    public static async Task<ConsensusReader> OpenAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken, answered: []);
        var criteria = await db
            .AgreementCriteria.AsNoTracking()
            .Where(c => c.WorkflowId == workflowId)
            .Select(c => new
            {
                c.Id,
                c.Key,
                c.RubricVersionId,
            })
            .ToListAsync(cancellationToken);
        return new ConsensusReader(
            questions,
            criteria.Where(c => questions.IsAsked(new QuestionKey(c.Key, c.RubricVersionId))).ToDictionary(c => c.Id, c => c.Key)
        );
    }

    /// <summary>
    /// The answers by interaction and question. A decision of a lead replaces the consensus. An answer is included once it is counted.
    /// </summary>
    public async Task<IReadOnlyDictionary<(long Interaction, string Question), ConsensusAnswer>> ReadAsync(
        TriageDbContext db,
        long[] interactions,
        CancellationToken cancellationToken
    )
    {
        var answers = new Dictionary<(long, string), ConsensusAnswer>();
        var ids = asked.Keys.ToArray();
        if (ids.Length == 0)
            return answers;
        var entries = await db
            .AgreementEntries.AsNoTracking()
            .Where(e => interactions.Contains(e.InteractionId) && e.Turn == 0 && ids.Contains(e.CriterionId))
            .ToListAsync(cancellationToken);
        if (entries.Count == 0)
            return answers;
        var fitted = await FittedQuestions.LoadAsync(
            db,
            [.. entries.Select(e => e.CriterionId).Distinct()],
            [.. entries.Select(e => e.LabelerId).Distinct()],
            cancellationToken
        );
        // A key can be a question of the own and of the imported rubric: the one with more answers counts.
        var judged = entries
            .GroupBy(e => (e.InteractionId, e.CriterionId))
            .GroupBy(g => (g.Key.InteractionId, Question: asked[g.Key.CriterionId]))
            .Select(g => (g.Key, Entries: g.OrderByDescending(x => x.Count()).ThenBy(x => x.Key.CriterionId).First()))
            .Select(g =>
                (
                    g.Key,
                    Judged: fitted.Judge(g.Entries.Key.CriterionId, [.. g.Entries.Select(e => (e.LabelerId, e.ValueId))]),
                    Labelers: g.Entries.Count()
                )
            )
            .ToList();
        var values = judged.Select(j => j.Judged.Value).Distinct().ToArray();
        var words = await db
            .AgreementValues.AsNoTracking()
            .Where(v => values.Contains(v.Id))
            .ToDictionaryAsync(v => v.Id, v => v.Value, cancellationToken);
        foreach (var (key, (value, sure), labelers) in judged)
            answers[key] = new ConsensusAnswer(words[value], sure, labelers);
        await DecideAsync(db, interactions, answers, cancellationToken);
        return answers;
    }

    /// <summary>Replaces the consensus by the latest decision of a lead, where there is one.</summary>
    private static async Task DecideAsync(
        TriageDbContext db,
        long[] interactions,
        Dictionary<(long Interaction, string Question), ConsensusAnswer> answers,
        CancellationToken cancellationToken
    )
    {
        var decisions = await db
            .Adjudications.AsNoTracking()
            .Where(a => interactions.Contains(a.InteractionId))
            .OrderBy(a => a.Number)
            .Select(a => new { a.InteractionId, a.Answers })
            .ToListAsync(cancellationToken);
        foreach (var decision in decisions)
        {
            var decided = JsonSerializer.Deserialize<Dictionary<string, string>>(decision.Answers) ?? [];
            foreach (var key in answers.Keys.Where(k => k.Interaction == decision.InteractionId).ToList())
            {
                var criterion = WorkflowQuestions.CriterionOf(key.Question);
                if (!decided.TryGetValue(criterion, out var value))
                    continue;
                if (criterion.Length < key.Question.Length)
                    value = Chosen(value).Contains(key.Question[(criterion.Length + 1)..], StringComparer.Ordinal) ? "yes" : "no";
                answers[key] = answers[key] with { Value = value, Probability = 1 };
            }
        }
    }

    /// <summary>The options of a stored answer to a multiple choice.</summary>
    private static string[] Chosen(string value)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(value) ?? [];
        }
        catch (JsonException)
        {
            // The criterion was of another kind when the lead decided.
            return [value];
        }
    }
}
