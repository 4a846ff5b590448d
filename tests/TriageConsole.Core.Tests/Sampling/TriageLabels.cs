using TriageConsole.Core.Sampling;

namespace TriageConsole.Core.Tests.Sampling;

/// <summary>
/// The labels of both samples with their selection probabilities, those of the audit sample, and the failure rate of the queue.
/// </summary>
internal sealed record TriageLabels(
    IReadOnlyList<PredictedObservation> Both,
    IReadOnlyList<(double Label, double Prediction)> Audit,
    double QueueRate
);
