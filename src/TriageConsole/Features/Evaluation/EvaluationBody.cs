using System.Text.Json;

namespace TriageConsole.Features.Evaluation;

/// <summary>A request to evaluate a release. <paramref name="Outputs"/>: JSON lines in one text, or an array of objects.</summary>
public sealed record EvaluationBody(
    string? Workflow,
    string? Release,
    string? Source,
    string? Endpoint,
    JsonElement? Outputs,
    int? SampleSize,
    int? SampleDays,
    int? Seed,
    double? Temperature,
    int? MaxTokens,
    int? TimeoutSeconds,
    int? Parallel
);
