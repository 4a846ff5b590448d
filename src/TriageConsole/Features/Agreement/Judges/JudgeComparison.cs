using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>A judge's verdicts compared with the outcome or with experts.</summary>
/// <param name="Items">Number of compared verdicts.</param>
/// <param name="Undecided">Verdicts that are neither pass nor failure (partial, unknown); not compared.</param>
/// <param name="Kappa">Cohen's κ with its interval.</param>
/// <param name="Accuracy">Share of equal verdicts, 0..1.</param>
/// <param name="FalsePassRate">Share of the failures that the judge let pass, 0..1; null if there are no failures, or if the verdicts do
/// not define a failure.</param>
public sealed record JudgeComparison(long Items, long Undecided, AgreementFigure Kappa, double? Accuracy, double? FalsePassRate);
