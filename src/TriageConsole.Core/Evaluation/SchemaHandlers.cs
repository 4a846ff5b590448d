using System.Text.Json;
using Json.Schema;

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
