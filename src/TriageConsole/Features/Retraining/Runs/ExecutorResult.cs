using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>The result of an executor: components, as JSON with names in snake_case.</summary>
/// <param name="Components">What it made.</param>
public sealed record ExecutorResult(IReadOnlyList<ResultComponent?>? Components)
{
    /// <summary>The maximum length of a result in bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Parses a result.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What it is called in a refusal.</param>
    public static Result<ExecutorResult> Parse(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<ExecutorResult>(json, Json) is { Components: { Count: > 0 } parts } && !parts.Contains(null)
                ? Result.Done("", new ExecutorResult(parts))
                : Error.Invalid($"{name} names no components.");
        }
        catch (JsonException e)
        {
            return Error.Invalid($"{name} is not valid JSON of a result: {Texts.Cut(e.Message, 200)}");
        }
    }
}
