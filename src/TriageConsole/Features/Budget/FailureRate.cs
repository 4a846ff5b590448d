using TriageConsole.Core.Sampling;

namespace TriageConsole.Features.Budget;

/// <summary>How often a part of the traffic fails, by experts' labels.</summary>
/// <param name="Key">The version or segment; null for all.</param>
/// <param name="Interactions">Of that part, in the period.</param>
/// <param name="Labeled">Of the audit lane and of draws that are labeled through: what the estimates rest on.</param>
/// <param name="QueueRate">Of everything the queue had labeled: biased, for the queue shows the worst.</param>
/// <param name="QueueLabeled">What that rests on.</param>
/// <param name="Estimate">Hájek over both lanes.</param>
/// <param name="Predicted">Prediction-powered: the suspicion of everything, corrected by the labels.</param>
/// <param name="Lambda">What the suspicion is worth as a prediction; 0: nothing.</param>
public sealed record FailureRate(
    string? Key,
    long Interactions,
    int Labeled,
    double? QueueRate,
    int QueueLabeled,
    WeightedEstimate Estimate,
    WeightedEstimate Predicted,
    double Lambda
);
