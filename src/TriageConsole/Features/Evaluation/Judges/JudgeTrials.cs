using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Compares the answers to a suggested prompt with those of the calibrated version on the same held-out interactions.</summary>
internal sealed class JudgeTrials(AgreementService agreement, AgreementCounter counter, TimeProvider time)
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(10);

    /// <summary>Null if no interaction has an answer of an expert and of the calibrated version.</summary>
    public async Task<JudgeTrial?> CompareAsync(TriageDbContext db, JudgeRun run, CancellationToken cancellationToken)
    {
        await counter.CatchUpAsync(run.WorkflowId, CatchUp, cancellationToken);
        var version = await db.JudgeVersions.AsNoTracking().SingleAsync(v => v.Id == run.JudgeVersionId, cancellationToken);
        var read = await WorkflowQuestions.LoadAsync(db, run.WorkflowId, cancellationToken, answered: []);
        var now = time.GetUtcNow();
        var suggested = new Dictionary<(long Interaction, string Key, long Since), string>();
        var interactions = new HashSet<long>();
        // An interaction that was erased meanwhile counts for neither. Another one without a valid answer counts as wrong.
        foreach (
            var item in await db
                .JudgeRunItems.AsNoTracking()
                .Where(i => i.RunId == run.Id && i.IsDone && i.Error != JudgeRunner.TextRemoved)
                .ToListAsync(cancellationToken)
        )
        {
            interactions.Add(item.InteractionId);
            if (item.Answers is null)
                continue;
            foreach (var answer in JsonSerializer.Deserialize<Dictionary<string, string>>(item.Answers)!)
            foreach (var (question, value) in read.Read(version.RubricVersionId, now, 0, answer.Key, answer.Value))
                suggested[(item.InteractionId, question.Key, question.SinceVersionId)] = value;
        }

        var verdicts = new Dictionary<long, (bool Current, bool Suggested)>();
        var questions = new List<JudgeTrialQuestion>();
        foreach (
            var question in (await agreement.QuestionsAsync(run.WorkflowId, cancellationToken)).Where(q =>
                q.IsAsked && q.Scope == CriterionScope.Interaction
            )
        )
        {
            var pairs = (await JudgePairs.ReadAsync(db, question.Id, [version.LabelerId], cancellationToken))
                .Where(p => p.VersionId == version.Id && p.Turn == 0 && interactions.Contains(p.InteractionId))
                .ToList();
            if (pairs.Count == 0)
                continue;
            var both = pairs.ConvertAll(p =>
                (
                    p.InteractionId,
                    p.Expert,
                    Current: p.Verdict,
                    Suggested: suggested.GetValueOrDefault((p.InteractionId, question.Key, question.SinceVersionId))
                )
            );
            foreach (var b in both)
            {
                var (current, other) = verdicts.GetValueOrDefault(b.InteractionId, (true, true));
                verdicts[b.InteractionId] = (current && b.Current == b.Expert, other && b.Suggested == b.Expert);
            }

            var (before, after) = (
                Kappa(both.ConvertAll(b => (b.Current, b.Expert))),
                Kappa([.. both.Where(b => b.Suggested is not null).Select(b => (b.Suggested!, b.Expert))])
            );
            questions.Add(
                new JudgeTrialQuestion(question.Key, both.Count, before.Value, before.Low, before.High, after.Value, after.Low, after.High)
            );
        }

        if (verdicts.Count == 0)
            return null;
        var trial =
            1
            + await db.JudgeRuns.CountAsync(
                r => r.JudgeVersionId == run.JudgeVersionId && r.SuggestedPrompt != null && r.State == EvalState.Finished && r.Id < run.Id,
                cancellationToken
            );
        var shares = PairedShares.Of([.. verdicts.Values.Select(v => new ItemVerdict(false, false, true, v.Current, v.Suggested))]);
        var (difference, low, high) = shares.Difference(JudgePrompts.Quantile(trial))!.Value;
        return new JudgeTrial(
            verdicts.Count,
            shares.Live.Passes,
            shares.Candidate.Passes,
            shares.Improvements,
            shares.Regressions,
            difference,
            low,
            high,
            trial,
            questions
        );
    }

    internal static AgreementFigure Kappa(IReadOnlyCollection<(string Verdict, string Expert)> pairs)
    {
        var values = pairs.SelectMany(p => new[] { p.Verdict, p.Expert }).Distinct().Order(StringComparer.Ordinal).ToList();
        var table = new long[values.Count, values.Count];
        foreach (var (verdict, expert) in pairs)
            table[values.IndexOf(verdict), values.IndexOf(expert)]++;
        return CohenKappa.Of(table);
    }
}
