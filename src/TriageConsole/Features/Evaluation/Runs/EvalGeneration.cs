namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>How an endpoint is asked.</summary>
public sealed record EvalGeneration
{
    public double? Temperature { get; init; } = 0;

    public int? MaxTokens { get; init; } = 1024;

    public int? Seed { get; init; }

    /// <summary>Of one call.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Calls at a time.</summary>
    public int Parallel { get; init; } = 4;
}
