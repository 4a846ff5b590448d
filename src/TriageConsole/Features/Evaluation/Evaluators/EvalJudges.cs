using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>Whether the LLM judges of a set are trusted, by the agreement of their current version with experts.</summary>
public sealed class EvalJudges(JudgeService judges, IJudgeBindings bindings)
{
    /// <summary>By evaluator. A judge is trusted if it is trusted on every criterion that decides its verdict.</summary>
    internal async Task<Dictionary<string, JudgeUse>> StandingsAsync(
        long workflowId,
        EvaluatorSetDefinition set,
        RubricDefinition rubric,
        CancellationToken cancellationToken
    )
    {
        var asking = set.Evaluators.Where(e => e.Kind.Family == EvaluatorFamily.Judge && e.Counts).ToList();
        if (asking.Count == 0)
            return [];
        var known = await judges.ListAsync(workflowId, cancellationToken);
        var bound = await bindings.CurrentAsync(workflowId, cancellationToken);
        return asking.ToDictionary(
            e => e.Key,
            e =>
                bound.GetValueOrDefault(e.Text("judge"))?.Problem is { } problem
                    ? new JudgeUse(e.Text("judge"), null, false, problem)
                    : Standing(e, rubric, known)
        );
    }

    private static JudgeUse Standing(Evaluator evaluator, RubricDefinition rubric, IReadOnlyList<JudgeReport> known)
    {
        var name = evaluator.Text("judge");
        var asked = JudgeProtocol.Asked(rubric, [.. evaluator.Texts("criteria")]);
        var byExpected = evaluator.Text("pass") == "expected";
        var deciding = asked
            .Criteria.Where(c => byExpected || c.Options.Any(o => o.MarksFailure) || c.Anchors.Any(a => a.MarksFailure))
            .Select(c => c.Key)
            .ToList();
        // For a multiple choice question, agreement is computed per option (criterion=option).
        var reports = deciding.ConvertAll(key =>
            known
                .Where(r =>
                    r.Judge.Key == name && (r.Question.Key == key || r.Question.Key.StartsWith(key + "=", StringComparison.Ordinal))
                )
                .ToList()
        );
        if (reports.Count == 0 || reports.Exists(r => r.Count == 0))
            return new JudgeUse(name, null, false);
        var lows = reports.SelectMany(r => r).Select(r => r.AgainstExperts?.Kappa.Low).ToList();
        return new JudgeUse(name, lows.Contains(null) ? null : lows.Min(), reports.SelectMany(r => r).All(r => r.MayDecide));
    }
}
