using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Datasets;

/// <summary>
/// The agreed answers of interactions: the decision of a lead, else the consensus, else what most labelers say, each weighed by trust. The
/// consensus covers all labelers, so it is used only if the policy excludes none of them.
/// </summary>
internal sealed class AgreedAnswers
{
    private readonly WorkflowQuestions questions;
    private readonly ConsensusReader consensus;
    private readonly Dictionary<long, double> trust;

    private AgreedAnswers(WorkflowQuestions questions, ConsensusReader consensus, Dictionary<long, double> trust) =>
        (this.questions, this.consensus, this.trust) = (questions, consensus, trust);

    public static async Task<AgreedAnswers> OpenAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken);
        var right = await (
            from q in db.LabelerQualities.AsNoTracking()
            join c in db.AgreementCriteria on q.CriterionId equals c.Id
            where c.WorkflowId == workflowId
            group q by q.LabelerId into g
            select new
            {
                g.Key,
                Labels = g.Sum(q => (long)q.Labels),
                Right = g.Sum(q => q.ExpectedRight),
            }
        ).ToListAsync(cancellationToken);
        var checks = await db
            .GoldenChecks.AsNoTracking()
            .Where(c => c.WorkflowId == workflowId)
            .GroupBy(c => c.LabelerId)
            .Select(g => new
            {
                g.Key,
                Labels = g.LongCount(),
                Right = g.LongCount(c => c.IsRight),
            })
            .ToListAsync(cancellationToken);
        var trust = right.ToDictionary(r => r.Key, r => LabelerTrust.Of(Math.Clamp((long)Math.Round(r.Right), 0, r.Labels), r.Labels).Mean);
        // Known answers say more than the consensus.
        foreach (var check in checks)
            trust[check.Key] = LabelerTrust.Of(check.Right, check.Labels).Mean;
        return new AgreedAnswers(questions, await ConsensusReader.OpenAsync(db, workflowId, cancellationToken), trust);
    }

    /// <summary>The trust in a labeler, 0 to 1; one half without evidence.</summary>
    public double TrustOf(long labelerId) => trust.GetValueOrDefault(labelerId, 0.5);

    /// <summary>The criterion of a question, and its option for multiple choice; null if the rubric does not ask it any more.</summary>
    public (Criterion Criterion, string? Option)? Find(string question)
    {
        var key = WorkflowQuestions.CriterionOf(question);
        var criterion = questions.Latest?.Find(question) ?? questions.Latest?.Find(key) ?? questions.LatestImported?.Find(key);
        return criterion is null
            ? null
            : (criterion, question.Length > criterion.Key.Length ? question[(criterion.Key.Length + 1)..] : null);
    }

    /// <summary>The criterion with the corrected response in a label; null if it has none.</summary>
    public string? CorrectionOf(SelectedLabel label) =>
        label
            .Answers.Where(a => a.Value.Trim().Length > 0 && questions.Latest?.Find(a.Criterion)?.Kind == CriterionKind.Correction)
            .Select(a => a.Criterion)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>By interaction: the answers by question, each with its certainty.</summary>
    public async Task<Dictionary<long, Dictionary<string, (string Value, double Certainty)>>> ReadAsync(
        TriageDbContext db,
        ILookup<long, SelectedLabel> labels,
        IReadOnlySet<long> withOthers,
        CancellationToken cancellationToken
    )
    {
        var ids = labels.Select(g => g.Key).ToArray();
        var agreed = (await consensus.ReadAsync(db, [.. ids.Where(i => !withOthers.Contains(i))], cancellationToken)).ToLookup(
            a => a.Key.Interaction,
            a => (a.Key.Question, a.Value.Value, a.Value.Probability)
        );
        var decisions = (
            await db
                .Adjudications.AsNoTracking()
                .Where(a => ids.Contains(a.InteractionId))
                .OrderBy(a => a.Number)
                .Select(a => new { a.InteractionId, a.Answers })
                .ToListAsync(cancellationToken)
        )
            .GroupBy(a => a.InteractionId)
            .ToDictionary(g => g.Key, g => JsonSerializer.Deserialize<Dictionary<string, string>>(g.Last().Answers) ?? []);
        return labels.ToDictionary(
            g => g.Key,
            g =>
            {
                var answers = Votes(g);
                foreach (var (question, value, probability) in agreed[g.Key])
                    answers[question] = (value, probability);
                if (decisions.TryGetValue(g.Key, out var decided))
                    foreach (var question in answers.Keys.Where(decided.ContainsKey).ToList())
                        answers[question] = (decided[question], 1);
                return answers;
            }
        );
    }

    /// <summary>The answer of most labelers to each question, with its share. Equal shares: the first by UTF-16 code units.</summary>
    private Dictionary<string, (string Value, double Certainty)> Votes(IEnumerable<SelectedLabel> labels) =>
        labels
            .SelectMany(l =>
                l.Answers.SelectMany(a => questions.Read(l.RubricVersionId, l.CreatedAt, 0, a.Criterion, a.Value))
                    .Where(a => questions.IsAsked(a.Question))
                    .Select(a => (a.Question.Key, a.Value, Weight: TrustOf(l.LabelerId)))
            )
            .GroupBy(a => a.Key)
            .ToDictionary(
                g => g.Key,
                g =>
                {
                    var best = g.GroupBy(a => a.Value)
                        .Select(v => (v.Key, Weight: v.Sum(a => a.Weight)))
                        .OrderByDescending(v => v.Weight)
                        .ThenBy(v => v.Key, StringComparer.Ordinal)
                        .First();
                    return (best.Key, best.Weight / g.Sum(a => a.Weight));
                },
                StringComparer.Ordinal
            );
}
