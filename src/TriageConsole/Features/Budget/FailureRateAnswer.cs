using TriageConsole.Core.Common;

namespace TriageConsole.Features.Budget;

/// <summary>How often one part of the traffic fails.</summary>
public sealed record FailureRateAnswer(
    string? Key,
    long Interactions,
    int Labeled,
    Interval Hajek,
    Interval PredictionPowered,
    double Lambda,
    double? QueueRate,
    int QueueLabeled
);
