namespace TriageConsole.Features.Budget;

/// <summary>An item of the priority sample or the audit sample.</summary>
internal sealed class SampledItem
{
    public required long InteractionId { get; init; }

    public required bool IsAudit { get; init; }

    public required long? SamplingRoundId { get; init; }

    public required int LabelsDone { get; init; }

    public required double Inclusion { get; init; }

    public required double? AuditProbability { get; init; }

    public required double Suspicion { get; init; }

    public string? Release { get; init; }

    public string? ModelId { get; init; }

    public required string ModelVersion { get; init; }

    public string? Segment { get; init; }
}
