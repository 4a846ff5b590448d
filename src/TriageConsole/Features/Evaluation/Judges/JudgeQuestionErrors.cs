using TriageConsole.Features.Agreement;

namespace TriageConsole.Features.Evaluation.Judges;

public sealed record JudgeQuestionErrors(
    string Criterion,
    int Items,
    int Errors,
    FigureAnswer CohenKappa,
    IReadOnlyList<JudgeConfusion> Confusion,
    IReadOnlyList<JudgePatternErrors> Patterns,
    IReadOnlyList<JudgeError> Examples,
    int HeldOutErrors
);
