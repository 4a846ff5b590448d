using TriageConsole.Core.Agreement;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Where a judge differs from experts on one question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Items">Compared verdicts.</param>
/// <param name="Errors">Verdicts that differ from the combined answer of the experts.</param>
/// <param name="Kappa">Cohen's κ with its interval.</param>
/// <param name="Confusion">How often the judge gave a verdict where the experts gave an answer; most frequent first.</param>
/// <param name="Patterns">By pattern, the highest error rate first; without pattern last.</param>
/// <param name="Examples">The latest errors of tasks that are not held out.</param>
/// <param name="HeldOutErrors">Errors of held-out tasks. They are not listed, so that a suggested prompt can be tried on them.</param>
public sealed record JudgeErrors(
    AgreementQuestion Question,
    int Items,
    int Errors,
    AgreementFigure Kappa,
    IReadOnlyList<JudgeConfusion> Confusion,
    IReadOnlyList<JudgePatternErrors> Patterns,
    IReadOnlyList<JudgeError> Examples,
    int HeldOutErrors
);
