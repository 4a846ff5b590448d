using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Tokens and cost of a Langfuse observation, in all spellings of the clients.</summary>
public static class LangfuseUsage
{
    /// <summary>Tokens of the request; null if the usage does not say.</summary>
    /// <param name="usage">The object <c>usage_details</c>, or the older <c>usage</c>.</param>
    public static double? InputTokens(JsonNode? usage) =>
        Side(usage, "input") ?? First(usage, "input_tokens", "prompt_tokens", "promptTokens", "inputTokens");

    /// <summary>Tokens of the response; null if the usage does not say.</summary>
    /// <param name="usage">The object <c>usage_details</c>, or the older <c>usage</c>.</param>
    public static double? OutputTokens(JsonNode? usage) =>
        Side(usage, "output") ?? First(usage, "output_tokens", "completion_tokens", "completionTokens", "outputTokens");

    /// <summary>Cost in US dollars: the total, otherwise the sum of all members; null if neither object says it.</summary>
    /// <param name="cost">The object <c>cost_details</c>.</param>
    /// <param name="usage">The older <c>usage</c>, which has costs too.</param>
    public static double? Cost(JsonNode? cost, JsonNode? usage) =>
        First(cost, "total", "totalCost")
        ?? Sum(cost, _ => true)
        ?? First(usage, "totalCost")
        ?? Sum(usage, n => n is "inputCost" or "outputCost");

    /// <summary>
    /// The tokens of one side. Newer clients count cached and reasoning tokens apart, as <c>input_…</c> and <c>output_…</c>. Older ones
    /// count them in the plain number too: then the two plain numbers are the total.
    /// </summary>
    private static double? Side(JsonNode? usage, string side)
    {
        if (First(usage, side) is not { } plain)
            return null;
        var isWhole = First(usage, "total") is { } total && Sum(usage, n => n is "input" or "output") >= total;
        return isWhole ? plain : plain + (Sum(usage, n => IsDetail(n, side)) ?? 0);
    }

    /// <summary>The plain spelling <c>input_tokens</c> is a total, not a detail.</summary>
    private static bool IsDetail(string name, string side) =>
        name.StartsWith(side + "_", StringComparison.Ordinal)
        && name != side + "_tokens"
        && !name.EndsWith("_cost", StringComparison.Ordinal);

    private static double? First(JsonNode? value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (JsonValues.Number(JsonValues.Member(value, name)) is { } number)
                return number;
        return null;
    }

    private static double? Sum(JsonNode? value, Func<string, bool> isCounted)
    {
        var numbers = (value as JsonObject ?? [])
            .Where(m => isCounted(m.Key))
            .Select(m => JsonValues.Number(m.Value))
            .OfType<double>()
            .ToList();
        return numbers.Count == 0 ? null : numbers.Sum();
    }
}
