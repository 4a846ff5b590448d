using TriageConsole.Features.Agreement;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Where a judge differs from experts; <paramref name="Calibration"/>: null if no evaluator of the workflow uses it.</summary>
public sealed record JudgeErrorsAnswer(
    string Workflow,
    string Judge,
    JudgeCalibrationAnswer? Calibration,
    IReadOnlyList<JudgeQuestionErrors> Questions
);
