using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>An evaluator prepared for many outputs. The application runs commands and judges, because they have side effects.</summary>
public sealed class CompiledEvaluator
{
    /// <summary>Maximum length of the stored evidence in UTF-16 code units.</summary>
    public const int MaxEvidence = 2000;

    private readonly IReadOnlyList<Regex> patterns;
    private readonly JsonSchemaCheck? schema;
    private readonly string? schemaProblem;

    /// <summary>Prepares an evaluator whose settings are valid.</summary>
    public CompiledEvaluator(Evaluator definition)
    {
        Definition = definition;
        patterns = definition.Kind.Name switch
        {
            "regex" => [SafeRegex.Make(definition.Text("pattern"), definition.Flag("ignore_case"))],
            "banned_patterns" => [.. definition.Texts("patterns").Select(p => SafeRegex.Make(p, definition.Flag("ignore_case")))],
            _ => [],
        };
        if (definition.Kind.Name != "json_schema")
            return;
        var text = (System.Text.Json.JsonElement)definition.Settings["schema"];
        schemaProblem = JsonSchemaCheck.Problems(text) is [var first, ..] ? first : null;
        if (schemaProblem is null)
            schema = new JsonSchemaCheck(text);
    }

    /// <summary>The definition of the evaluator.</summary>
    public Evaluator Definition { get; }

    /// <summary>Whether <see cref="Read"/> can evaluate it; otherwise it is a command or a judge.</summary>
    public bool IsPure => Definition.Kind.Family is not (EvaluatorFamily.Command or EvaluatorFamily.Judge);

    /// <summary>Evaluates an output. Deterministic: the result depends on the arguments only.</summary>
    /// <exception cref="InvalidOperationException">It is not pure.</exception>
    public EvalReading Read(EvalCase item)
    {
        var e = Definition;
        var reading = e.Kind.Name switch
        {
            "equals" => TextChecks.IsEqual(e, item),
            "contains" => TextChecks.Contains(e, item),
            "not_contains" => TextChecks.NotContains(e, item),
            "regex" => TextChecks.Matches(e, item, patterns[0]),
            "json_schema" => schema is null
                ? EvalReading.Failed($"The schema is not valid: {schemaProblem}. Correct and save it.")
                : TextChecks.HasSchema(e, item, schema),
            "numeric" => TextChecks.IsNear(e, item),
            "similarity" => Similarity(e, item),
            "edit_distance" => EditDistance(e, item),
            "groundedness" => RetrievalChecks.Groundedness(e, item),
            "citation_coverage" => RetrievalChecks.CitationCoverage(e, item),
            "document_freshness" => RetrievalChecks.Freshness(e, item),
            "irrelevant_documents" => RetrievalChecks.Irrelevant(e, item),
            "pii" => Personal(e, item),
            "banned_terms" => PolicyChecks.Terms(e, item),
            "banned_patterns" => PolicyChecks.Patterns(item, patterns),
            _ => throw new InvalidOperationException($"{e.Kind.Name} cannot be evaluated from the output alone."),
        };
        return reading with { Evidence = Texts.Cut(reading.Evidence, MaxEvidence) };
    }

    private static EvalReading Similarity(Evaluator e, EvalCase item)
    {
        if (string.IsNullOrWhiteSpace(item.ExpectedOutput))
            return EvalReading.Missing("There is no expected output.");
        var f1 = TextDistance.WordF1(item.ExpectedOutput, item.Output);
        return EvalReading.Of(
            f1 >= e.Share("least"),
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The F1 score of the words is {f1:0.00}; the minimum is {e.Share("least"):0.00}."
            ),
            f1
        );
    }

    private static EvalReading EditDistance(Evaluator e, EvalCase item)
    {
        if (string.IsNullOrWhiteSpace(item.ExpectedOutput))
            return EvalReading.Missing("There is no expected output.");
        if (Math.Max(item.ExpectedOutput.Length, item.Output.Length) > TextDistance.MaxChars)
            return EvalReading.Failed($"Texts of more than {TextDistance.MaxChars:N0} characters are not compared.");
        var (distance, longer) = TextDistance.Levenshtein(item.ExpectedOutput, item.Output);
        var share = (double)distance / longer;
        return EvalReading.Of(
            share <= e.Share("most"),
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{distance} characters of {longer} differ ({share:0.00}); the maximum is {e.Share("most"):0.00}."
            ),
            1 - share
        );
    }

    private static EvalReading Personal(Evaluator e, EvalCase item)
    {
        var found = PersonalData.Find(item.Output, e.Texts("kinds"));
        if (found.Count == 0)
            return EvalReading.Of(true, "No personal data found.");
        var counts = string.Join(", ", found.GroupBy(f => f.Kind).Select(g => $"{g.Count()} {g.Key}"));
        return EvalReading.Of(false, $"Found {counts}: {TextChecks.List(found.Select(f => Masked(f.Value)))}.");
    }

    /// <summary>Keeps enough to find the value in the output, but not enough to use it.</summary>
    private static string Masked(string value) => value.Length <= 4 ? "…" : $"{Texts.Begin(value, 2)}…{value[^2..]}";
}
