using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>What to evaluate, and how its outputs come by.</summary>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="Source">Where its outputs come from.</param>
public sealed record EvalRequest(long ReleaseId, EvalSource Source)
{
    /// <summary>Interactions of recent traffic beside the golden set. Of a file: as many as it answers.</summary>
    public int SampleSize { get; init; } = 100;

    /// <summary>Arrivals of so many days are recent.</summary>
    public int SampleDays { get; init; } = 14;

    /// <summary>The same seed draws the same sample of the same traffic; made up where null.</summary>
    public int? Seed { get; init; }

    /// <summary>The endpoint to ask.</summary>
    public long? EndpointId { get; init; }

    public EvalGeneration Generation { get; init; } = new();

    /// <summary>Of a file: JSON lines of {trace_id | input_hash | item, output}.</summary>
    public string? Outputs { get; init; }
}
