using System.Text.Json;

namespace TriageConsole.Core.Rubrics;

/// <summary>The answers that contain words of the labeler or parts of the response: texts, corrections, spans.</summary>
public static class FreeText
{
    /// <summary>The keys of such criteria.</summary>
    /// <param name="rubric">The rubric.</param>
    public static IReadOnlySet<string> KeysOf(RubricDefinition rubric) =>
        rubric
            .Criteria.Where(c => c.Kind is CriterionKind.Text or CriterionKind.Correction or CriterionKind.Spans)
            .Select(c => c.Key)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A set of answers without those of such criteria.</summary>
    /// <param name="answers">JSON object: key of the answer → value.</param>
    /// <param name="keys">The keys of the criteria.</param>
    public static string Without(string answers, IReadOnlySet<string> keys)
    {
        var all = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(answers) ?? [];
        var kept = all.Where(a => !keys.Contains(AnswerKey.Parse(a.Key).Criterion)).ToDictionary(a => a.Key, a => a.Value);
        return kept.Count == all.Count ? answers : JsonSerializer.Serialize(kept);
    }
}
