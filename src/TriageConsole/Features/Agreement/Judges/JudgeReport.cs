using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>One judge on one question.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Question">The question.</param>
/// <param name="OutcomeMetric">The metric of the comparison; null if there is none.</param>
/// <param name="AgainstOutcome">Null if the outcome is not success or failure, or if the verdicts do not define them.</param>
/// <param name="AgainstExperts">Compared with the combined expert labels, each interaction once. Null if no expert labeled the same
/// interactions. For a calibrated judge, only the labels of its current version.</param>
/// <param name="Binding">The current version of a configured judge; null if it only sends labels.</param>
/// <param name="MayDecide">
/// The lower end of κ with experts reaches the workflow's minimum. A configured judge must be calibrated in its current version. For a
/// judge that only sends labels, κ with the outcome counts if no expert labeled the same interactions.
/// </param>
public sealed record JudgeReport(
    LabelerName Judge,
    AgreementQuestion Question,
    string? OutcomeMetric,
    JudgeComparison? AgainstOutcome,
    JudgeComparison? AgainstExperts,
    JudgeBinding? Binding,
    bool MayDecide
);
