using System.Collections.Concurrent;
using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Applies the evaluators of a run to both outputs of an item.</summary>
internal sealed class ItemScorer(
    EvaluatorSetDefinition set,
    EvalSettings settings,
    RubricDefinition rubric,
    long tenantId,
    ChatClient client,
    EndpointService endpoints,
    CommandRunner commands,
    int maxFailuresInARow
)
{
    /// <summary>Settings that make the answers of a judge as reproducible as possible.</summary>
    internal static readonly EvalGeneration JudgeGeneration = new()
    {
        Temperature = 0,
        MaxTokens = 1024,
        Seed = 1,
    };

    /// <summary>By endpoint of the judges.</summary>
    private readonly ConcurrentDictionary<string, CircuitBreaker> breakers = new(StringComparer.Ordinal);

    private readonly List<CompiledEvaluator> evaluators = [.. set.Evaluators.Select(e => new CompiledEvaluator(e))];

    /// <summary>Scores both sides. Writes the totals into the item and returns the results.</summary>
    public async Task<List<EvalResult>> ScoreAsync(EvalItem item, CancellationToken cancellationToken)
    {
        var live = await SideAsync(item, EvalSide.Live, item.LiveOutput, item.Documents, cancellationToken);
        var candidate = await SideAsync(
            item,
            EvalSide.Candidate,
            item.CandidateOutput,
            item.CandidateDocuments ?? item.Documents,
            cancellationToken
        );
        (item.LivePass, item.CandidatePass) = (Together(live), Together(candidate));
        var pairs = live.Join(candidate, l => l.Evaluator, c => c.Evaluator, (l, c) => (l, c))
            .Where(p => p.l.Score is not null && p.c.Score is not null)
            .ToList();
        item.ScoreChange = pairs.Count == 0 ? 0 : pairs.Average(p => p.c.Score!.Value) - pairs.Average(p => p.l.Score!.Value);
        if (item.State != EvalItemState.Failed)
        {
            var errors = candidate.Where(c => c.Kind == EvalResultKind.Error && Decides(c.Evaluator)).Select(c => c.Evaluator).ToList();
            (item.State, item.Error) = (
                EvalItemState.Scored,
                errors.Count == 0 ? null : Texts.Cut($"No result from {string.Join(", ", errors)}.", 1000)
            );
        }

        return [.. live, .. candidate];
    }

    /// <summary>The result of one evaluator for one output; also used by the preview.</summary>
    public async Task<EvalReading> ReadAsync(CompiledEvaluator evaluator, EvalCase of, CancellationToken cancellationToken)
    {
        var e = evaluator.Definition;
        var reading = e.Kind.Family switch
        {
            EvaluatorFamily.Command => await commands.RunAsync(e.Text("command"), of, cancellationToken),
            EvaluatorFamily.Judge => await JudgeAsync(e, of, cancellationToken),
            // Some evaluators are slow and must not block the caller's thread.
            _ => await Task.Run(() => Pure(evaluator, of), cancellationToken),
        };
        return reading with { Evidence = Texts.Storable(Texts.Cut(reading.Evidence, CompiledEvaluator.MaxEvidence)) };
    }

    public IReadOnlyList<CompiledEvaluator> Evaluators => evaluators;

    internal static EvalCase Case(EvalItem item, string output, string? documents) =>
        new(
            item.Input,
            output,
            item.ExpectedOutput,
            item.ExpectedAnswers is null
                ? new Dictionary<string, string>()
                : JsonSerializer
                    .Deserialize<Dictionary<string, string>>(item.ExpectedAnswers)!
                    .Where(a => AnswerKey.Parse(a.Key).Message is null)
                    .ToDictionary(),
            documents is null ? [] : JsonSerializer.Deserialize<List<EvalDocument>>(documents, EvalSettings.Json)!,
            item.Timestamp
        );

    /// <summary>An error of an evaluator on one text is reported for that item and does not stop the others.</summary>
    private static EvalReading Pure(CompiledEvaluator evaluator, EvalCase of)
    {
        try
        {
            return evaluator.Read(of);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new EvalReading(EvalVerdict.Error, null, $"The evaluator failed on this text ({e.GetType().Name}).");
        }
    }

    private async Task<List<EvalResult>> SideAsync(
        EvalItem item,
        EvalSide side,
        string? output,
        string? documents,
        CancellationToken cancellationToken
    )
    {
        var results = new List<EvalResult>();
        if (output is null)
            return results;
        var of = Case(item, output, documents);
        foreach (var evaluator in evaluators)
        {
            var reading = await ReadAsync(evaluator, of, cancellationToken);
            results.Add(
                new EvalResult
                {
                    ItemId = item.Id,
                    Side = side,
                    Evaluator = evaluator.Definition.Key,
                    Kind = (EvalResultKind)reading.Verdict,
                    Score = reading.Score is { } s ? Math.Clamp(s, 0, 1) : null,
                    Evidence = reading.Evidence,
                }
            );
        }

        return results;
    }

    private bool Decides(string key) => settings.Decides(set.Evaluators.First(e => e.Key == key));

    private bool? Together(List<EvalResult> results) =>
        EvalFigures.Together(results.Where(r => Decides(r.Evaluator)).Select(r => (EvalVerdict)r.Kind));

    private async Task<EvalReading> JudgeAsync(Evaluator e, EvalCase of, CancellationToken cancellationToken)
    {
        static EvalReading Error(string why) => new(EvalVerdict.Error, null, why);
        var byExpected = e.Text("pass") == "expected";
        if (byExpected && of.ExpectedAnswers.Count == 0)
            return new EvalReading(EvalVerdict.NotApplicable, null, "There are no expected answers.");
        var (answers, words) = await AnswersAsync(e, of, e.Text("instructions"), cancellationToken);
        return answers is null
            ? Error(words)
            : JudgeProtocol.Verdict(JudgeProtocol.Asked(rubric, [.. e.Texts("criteria")]), answers, words, byExpected, of.ExpectedAnswers);
    }

    /// <summary>The answers of a judge with its explanation, or null with the reason.</summary>
    internal async Task<(IReadOnlyList<Answer>? Answers, string Words)> AnswersAsync(
        Evaluator e,
        EvalCase of,
        string instructions,
        CancellationToken cancellationToken
    )
    {
        var name = e.Text("endpoint");
        var asked = JudgeProtocol.Asked(rubric, [.. e.Texts("criteria")]);
        var (system, user) = JudgeProtocol.Ask(asked, of, instructions);
        JsonElement[] messages =
        [
            JsonSerializer.SerializeToElement(new { role = "system", content = system }),
            JsonSerializer.SerializeToElement(new { role = "user", content = user }),
        ];
        var reply = await breakers
            .GetOrAdd(name, _ => new CircuitBreaker(maxFailuresInARow))
            .AskAsync(async () =>
            {
                var (endpoint, problem) = await endpoints.OpenAsync(tenantId, x => x.Name == name, cancellationToken);
                return endpoint is null
                    ? new ChatReply(null, 0, problem, IsAway: true)
                    : await client.AskAsync(endpoint, messages, JudgeGeneration, cancellationToken);
            });
        if (reply.Text is null)
            return (null, reply.Problem!);
        // A truncated answer can end with an example or a first guess instead of the verdict.
        if (reply.IsCut)
            return (null, $"The judge's answer is truncated: {reply.Note}");
        var (answers, words) = JudgeProtocol.Read(asked, reply.Text);
        if (answers is null)
            return (null, $"The judge's answer is malformed: {words}{(reply.Note is null ? "" : $" {reply.Note}")}");
        return (answers, reply.Note is null ? words : $"{words} {reply.Note}".Trim());
    }
}
