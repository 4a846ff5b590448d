using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

/// <summary>A keyword without subschemas: how its value is read, and its error for an instance (null for none).</summary>
internal sealed class PlainWord(string name, Func<JsonElement, object?> read, Func<object?, JsonElement, string?>? check) : IKeywordHandler
{
    public string Name => name;

    public object? ValidateKeywordValue(JsonElement value) => read(value);

    public void BuildSubschemas(KeywordData keyword, BuildContext context) { }

    public KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (check is null)
            return KeywordEvaluation.Ignore;
        var problem = check(keyword.Value, context.Instance);
        return new KeywordEvaluation
        {
            Keyword = name,
            IsValid = problem is null,
            Error = problem,
        };
    }
}

/// <summary>A reference inside the same schema. Stops the check if references are recursive without end.</summary>
internal sealed class BoundedRef : RefKeyword
{
    /// <summary>Maximum number of nested references.</summary>
    private const int MaxDepth = 200;

    /// <summary>Maximum number of references per value.</summary>
    private const int MaxFollowed = 100_000;

    [ThreadStatic]
    private static int depth;

    [ThreadStatic]
    private static int followed;

    /// <summary>Call this before a check.</summary>
    public static void Begin() => (depth, followed) = (0, 0);

    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (depth >= MaxDepth || ++followed > MaxFollowed)
            throw new JsonSchemaException("it follows too many references");
        depth++;
        var result = base.Evaluate(keyword, context);
        depth--;
        return result;
    }
}

/// <summary>The name of $defs in draft-07: schemas for references.</summary>
internal sealed class DefinitionsWord : DefsKeyword, IKeywordHandler
{
    string IKeywordHandler.Name => "definitions";
}

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
