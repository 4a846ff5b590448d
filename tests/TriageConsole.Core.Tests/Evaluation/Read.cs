using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

/// <summary>Runs an evaluator, given by its JSON, on an output.</summary>
internal static class Read
{
    public static readonly DateTimeOffset Day = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public static Evaluator Evaluator(string kind, string settings = "")
    {
        var parsed = EvaluatorParser.Parse(
            $$"""{"evaluators":[{"key":"e","kind":"{{kind}}"{{(settings.Length > 0 ? "," + settings : "")}}}]}"""
        );
        Assert.Empty(parsed.Problems);
        return parsed.Definition!.Evaluators[0];
    }

    public static EvalReading Of(
        string kind,
        string settings,
        string output,
        string? expected = null,
        string? input = null,
        params EvalDocument[] documents
    ) =>
        new CompiledEvaluator(Evaluator(kind, settings)).Read(
            new EvalCase(input, output, expected, new Dictionary<string, string>(), documents, Day)
        );

    public static EvalVerdict Verdict(
        string kind,
        string settings,
        string output,
        string? expected = null,
        string? input = null,
        params EvalDocument[] documents
    ) => Of(kind, settings, output, expected, input, documents).Verdict;
}
