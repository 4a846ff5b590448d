using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Retraining.Scores;

/// <summary>Scores an output of a candidate for a training row with the evaluators of the workflow.</summary>
internal sealed class CandidateScorer(
    IDbContextFactory<TriageDbContext> contexts,
    EvaluatorSetService sets,
    EvalJudges judges,
    RubricService rubrics,
    ChatClient client,
    EndpointService endpoints,
    CommandRunner commands,
    IOptions<EvaluationOptions> options
)
{
    /// <summary>Scores rows one after another. A row that cannot be answered or scored has the score 0 and says why.</summary>
    /// <returns>The scored rows in the order of the rows; null if the workflow has no evaluators.</returns>
    public async Task<IReadOnlyList<ScoredItem>?> ScoreAsync(
        RetrainingRun run,
        string endpoint,
        IReadOnlyList<(long InteractionId, DatasetRow Row)> rows,
        string? prompt,
        IReadOnlyDictionary<string, string> outputs,
        CancellationToken cancellationToken
    )
    {
        if (await sets.CurrentAsync(run.WorkflowId, cancellationToken) is not { } set || set.Definition.Evaluators.Count == 0)
            return null;
        var rubric = await rubrics.EnsureForWorkflowAsync(run.WorkflowId, cancellationToken);
        var settings = new EvalSettings
        {
            Judges = await judges.StandingsAsync(run.WorkflowId, set.Definition, rubric.Definition, cancellationToken),
        };
        var scorer = new ItemScorer(
            set.Definition,
            settings,
            rubric.Definition,
            run.TenantId,
            client,
            endpoints,
            commands,
            options.Value.FailuresInARow
        );
        ILookup<long, string> experts;
        Dictionary<long, EvalItem> items;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var ids = rows.Select(r => r.InteractionId).ToArray();
            experts = await ExpertFeedback.ReadAsync(db, run.TenantId, ids, cancellationToken);
            items = await new EvalItemLoader(db, run.TenantId, run.WorkflowId).ItemsAsync(ids, cancellationToken);
        }

        var scored = new List<ScoredItem>();
        foreach (var (id, row) in rows)
        {
            var item = items[id];
            item.ExpectedOutput = row.Content.Preferred.Count == 0 ? null : row.Content.Preferred[^1].Content;
            item.ExpectedAnswers = JsonSerializer.Serialize(row.Content.Answers);
            var (output, problem) = outputs.TryGetValue(row.Key, out var sent)
                ? (sent, null)
                : await AnswerAsync(run.TenantId, endpoint, row, prompt, cancellationToken);
            scored.Add(
                output is null
                    ? new ScoredItem(row.Key, null, 0, false, [$"No output: {problem}", .. experts[id]])
                    : await ScoreAsync(scorer, settings, item, row.Key, output, experts[id], cancellationToken)
            );
        }

        return scored;
    }

    private async Task<(string? Output, string? Problem)> AnswerAsync(
        long tenantId,
        string endpoint,
        DatasetRow row,
        string? prompt,
        CancellationToken cancellationToken
    )
    {
        var (opened, problem) = await endpoints.OpenAsync(tenantId, e => e.Name == endpoint, cancellationToken);
        if (opened is null)
            return (null, problem);
        JsonElement[] messages =
        [
            .. prompt is null ? [] : new[] { Message("system", prompt) },
            .. row
                .Content.Input.Where(m => prompt is null || m.Role is not ("system" or "developer"))
                .Select(m => Message(m.Role, m.Content)),
        ];
        var reply = await client.AskAsync(opened, messages, new EvalGeneration(), cancellationToken);
        return (reply.Text, reply.Problem);
    }

    private static JsonElement Message(string role, string? content) => JsonSerializer.SerializeToElement(new { role, content });

    private static async Task<ScoredItem> ScoreAsync(
        ItemScorer scorer,
        EvalSettings settings,
        EvalItem item,
        string key,
        string output,
        IEnumerable<string> experts,
        CancellationToken cancellationToken
    )
    {
        var (verdicts, scores, feedback) = (new List<EvalVerdict>(), new List<double>(), new List<string>());
        foreach (var evaluator in scorer.Evaluators)
        {
            var reading = await scorer.ReadAsync(evaluator, ItemScorer.Case(item, output, item.Documents), cancellationToken);
            if (settings.Decides(evaluator.Definition))
                verdicts.Add(reading.Verdict);
            if (reading.Score is { } score)
                scores.Add(Math.Clamp(score, 0, 1));
            else if (reading.Verdict is EvalVerdict.Pass or EvalVerdict.Fail)
                scores.Add(reading.Verdict == EvalVerdict.Pass ? 1 : 0);
            if (reading.Verdict is EvalVerdict.Fail or EvalVerdict.Error)
                feedback.Add($"{evaluator.Definition.Key}: {reading.Evidence}");
        }

        return new ScoredItem(
            key,
            output,
            scores.Count == 0 ? 0 : scores.Average(),
            EvalFigures.Together(verdicts),
            [.. feedback, .. experts]
        );
    }
}
