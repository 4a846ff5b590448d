using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A request to evaluate a release.</summary>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="Source">Where the outputs come from.</param>
public sealed record EvalRequest(long ReleaseId, EvalSource Source)
{
    /// <summary>The number of recent interactions in addition to the golden set. For a file: all that it has outputs for.</summary>
    public int SampleSize { get; init; } = 100;

    /// <summary>The number of days that count as recent.</summary>
    public int SampleDays { get; init; } = 14;

    /// <summary>The same seed selects the same sample of the same traffic. Null: a random seed.</summary>
    public int? Seed { get; init; }

    /// <summary>The endpoint to call, if the source is endpoint.</summary>
    public long? EndpointId { get; init; }

    public EvalGeneration Generation { get; init; } = new();

    /// <summary>If the source is file: JSON lines of {trace_id | input_hash | item, output}.</summary>
    public string? Outputs { get; init; }
}
