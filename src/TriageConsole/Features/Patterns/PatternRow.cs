namespace TriageConsole.Features.Patterns;

/// <summary>What a search holds of an interaction beside its attributes.</summary>
internal sealed class PatternRow
{
    public required long Id { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required bool TimeIsReal { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required bool NeedsReview { get; init; }

    public required short? ErrorClass { get; init; }

    public required int LabelCount { get; init; }

    public required string? OutcomeMetric { get; init; }

    public required double? OutcomeValue { get; init; }

    /// <summary>Number of its release, model and prompt in this search.</summary>
    public required int Version { get; init; }

    public required string? ErrorKind { get; init; }

    public required string TaskId { get; init; }
}
