using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Agreement;

/// <summary>
/// One judge on one question; <paramref name="MayDecide"/>: it reaches the workflow's minimum κ for LLM judges, and a configured judge is
/// calibrated. Otherwise it is diagnostic only.
/// </summary>
public sealed record JudgeAnswer(
    string LabelerId,
    string Criterion,
    string? OutcomeMetric,
    JudgeComparisonAnswer? AgainstOutcome,
    JudgeComparisonAnswer? AgainstExperts,
    JudgeCalibrationAnswer? Calibration,
    bool MayDecide
)
{
    internal static JudgeAnswer Of(JudgeReport r) =>
        new(
            r.Judge.Key,
            r.Question.Key,
            r.OutcomeMetric,
            Of(r.AgainstOutcome),
            Of(r.AgainstExperts),
            JudgeCalibrationAnswer.Of(r.Binding),
            r.MayDecide
        );

    internal static JudgeComparisonAnswer? Of(JudgeComparison? c) =>
        c is null ? null : new(c.Items, c.Undecided, FigureAnswer.Of(c.Kappa), c.Accuracy, c.FalsePassRate);
}
