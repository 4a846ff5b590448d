using TriageConsole.Core.Sampling;

namespace TriageConsole.Features.Budget;

/// <summary>The failure rate of a part of the traffic, from experts' labels.</summary>
/// <param name="Key">The version or segment; null for all.</param>
/// <param name="Interactions">Of that part, in the period.</param>
/// <param name="Labeled">Labels of the audit sample and of complete sampling rounds: the base of the estimates.</param>
/// <param name="QueueRate">Rate of all labeled queue items, 0..1. It is biased, because the queue selects likely failures.</param>
/// <param name="QueueLabeled">Number of labels of <paramref name="QueueRate"/>.</param>
/// <param name="Estimate">Hájek estimate from both samples.</param>
/// <param name="Predicted">Prediction-powered estimate: the suspicion scores of all interactions, corrected by the labels.</param>
/// <param name="Lambda">Weight of the suspicion score as a predictor, 0 for none.</param>
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
