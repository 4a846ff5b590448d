using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>One judge on one question.</summary>
/// <param name="Judge">Who.</param>
/// <param name="Question">On what.</param>
/// <param name="OutcomeMetric">The metric compared with, where there is one.</param>
/// <param name="AgainstOutcome">Null where the outcome is not a success or failure, or the verdicts do not say which they mean.</param>
/// <param name="AgainstExperts">Against what experts say together, an interaction once. Null where no expert labeled the same
/// interactions.</param>
/// <param name="MayDecide">The lower end of κ with experts, or where there are none with the outcome, clears the workflow's bar.</param>
public sealed record JudgeReport(
    LabelerName Judge,
    AgreementQuestion Question,
    string? OutcomeMetric,
    JudgeComparison? AgainstOutcome,
    JudgeComparison? AgainstExperts,
    bool MayDecide
);
