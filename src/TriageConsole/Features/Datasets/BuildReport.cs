using System.Text.Json;

namespace TriageConsole.Features.Datasets;

/// <summary>What a build did.</summary>
/// <param name="Steps">The steps in their order; empty for a rebuild, which takes its items from a manifest.</param>
/// <param name="Splits">Number of rows by split.</param>
/// <param name="Patterns">Number of rows by pattern, without those that have none.</param>
/// <param name="Warnings">What a reader should know, in words.</param>
public sealed record BuildReport(
    IReadOnlyList<BuildStep> Steps,
    IReadOnlyDictionary<string, int> Splits,
    IReadOnlyDictionary<string, int> Patterns,
    IReadOnlyList<string> Warnings
)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string ToJson() => JsonSerializer.Serialize(this, Snake);

    public static BuildReport Parse(string json) => JsonSerializer.Deserialize<BuildReport>(json, Snake)!;
}
