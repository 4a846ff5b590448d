using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

/// <summary>additionalProperties that respects patternProperties with expressions of ECMA-262.</summary>
internal sealed class ExactAdditionalProperties : AdditionalPropertiesKeyword
{
    private sealed record Known(HashSet<string> Names, List<Regex> Patterns);

    public override void BuildSubschemas(KeywordData keyword, BuildContext context)
    {
        keyword.Subschemas = [JsonSchema.BuildNode(context with { LocalSchema = keyword.RawValue })];
        var names = context.LocalSchema.TryGetProperty("properties", out var own) ? own.EnumerateObject().Select(p => p.Name) : [];
        var patterns = context.LocalSchema.TryGetProperty("patternProperties", out var wide)
            ? wide.EnumerateObject().Select(p => SafeRegex.MakeEcma(p.Name))
            : [];
        keyword.Value = new Known([.. names], [.. patterns]);
    }

    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (context.Instance.ValueKind != JsonValueKind.Object)
            return KeywordEvaluation.Ignore;
        var known = (Known)keyword.Value!;
        var others = context
            .Instance.EnumerateObject()
            .Where(p => !known.Names.Contains(p.Name) && !known.Patterns.Exists(r => r.IsMatch(p.Name)));
        var results = others
            .Select(p =>
                keyword
                    .Subschemas[0]
                    .Evaluate(
                        context with
                        {
                            InstanceLocation = context.InstanceLocation.Combine(p.Name),
                            Instance = p.Value,
                            EvaluationPath = context.EvaluationPath.Combine(Name),
                        }
                    )
            )
            .ToList();
        return new KeywordEvaluation
        {
            Keyword = Name,
            IsValid = results.TrueForAll(r => r.IsValid),
            Details = [.. results],
            Annotation = JsonSerializer.SerializeToElement(true),
        };
    }
}
