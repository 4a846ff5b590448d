using System.Text.Json;
using System.Text.Json.Serialization;
using TriageConsole.Core.Evaluation;
using TriageConsole.Features.Evaluation.Evaluators;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The settings of a run and the state of its endpoint, prompt and judges when it started.</summary>
internal sealed record EvalSettings
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public int SampleSize { get; init; }

    public int SampleDays { get; init; }

    public int Seed { get; init; }

    public EvalGeneration Generation { get; init; } = new();

    /// <summary>The model of the endpoint at the start.</summary>
    public string? Model { get; init; }

    public string? BaseUrl { get; init; }

    /// <summary>The prompt of the release.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>By evaluator.</summary>
    public Dictionary<string, JudgeUse> Judges { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static EvalSettings Read(string json) => JsonSerializer.Deserialize<EvalSettings>(json, Json)!;

    /// <summary>Whether an evaluator decides in this run.</summary>
    public bool Decides(Evaluator evaluator) =>
        evaluator.Counts
        && (evaluator.Kind.Family != EvaluatorFamily.Judge || Judges.GetValueOrDefault(evaluator.Key) is { IsAboveBar: true });
}
