using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

/// <summary>patternProperties with expressions of ECMA-262.</summary>
internal sealed class ExactPatternProperties : PatternPropertiesKeyword
{
    public override object? ValidateKeywordValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new JsonSchemaException("must be an object");
        foreach (var property in value.EnumerateObject())
            if (SafeRegex.EcmaProblem(property.Name) is { } problem)
                throw new JsonSchemaException($"{Texts.Cut(property.Name, 60)} {problem}");
        return value.EnumerateObject().Select(p => SafeRegex.MakeEcma(p.Name)).ToList();
    }

    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (context.Instance.ValueKind != JsonValueKind.Object)
            return KeywordEvaluation.Ignore;
        var patterns = (List<Regex>)keyword.Value!;
        var (results, names) = (new List<EvaluationResults>(), new HashSet<string>(StringComparer.Ordinal));
        for (var n = 0; n < patterns.Count; n++)
        {
            foreach (var property in context.Instance.EnumerateObject().Where(p => patterns[n].IsMatch(p.Name)))
            {
                names.Add(property.Name);
                results.Add(
                    keyword
                        .Subschemas[n]
                        .Evaluate(
                            context with
                            {
                                InstanceLocation = context.InstanceLocation.Combine(property.Name),
                                Instance = property.Value,
                                EvaluationPath = context.EvaluationPath.Combine(Name),
                            }
                        )
                );
            }
        }

        return new KeywordEvaluation
        {
            Keyword = Name,
            IsValid = results.TrueForAll(r => r.IsValid),
            Details = [.. results],
            Annotation = JsonSerializer.SerializeToElement(names),
        };
    }
}
