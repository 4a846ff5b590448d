namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The parameters of calls to an endpoint.</summary>
public sealed record EvalGeneration
{
    public double? Temperature { get; init; } = 0;

    public int? MaxTokens { get; init; } = 1024;

    public int? Seed { get; init; }

    /// <summary>The time limit of one call, in seconds.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>The number of parallel calls.</summary>
    public int Parallel { get; init; } = 4;
}
