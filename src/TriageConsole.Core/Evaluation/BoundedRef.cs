using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

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
