using TriageConsole.Core.Common;

namespace TriageConsole.Features.Budget;

/// <summary>The failure rate of one part of the traffic.</summary>
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
