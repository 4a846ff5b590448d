using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>A judge's verdicts against something known: the outcome, or experts.</summary>
/// <param name="Items">Verdicts compared.</param>
/// <param name="Undecided">Verdicts that are neither pass nor failure (partial, unknown): not compared.</param>
/// <param name="Kappa">Cohen's κ with its interval.</param>
/// <param name="Accuracy">Share that is the same.</param>
/// <param name="FalsePassRate">Of the failures, the share the judge let pass; null where there are none, or where verdicts do not say what
/// a failure is.</param>
public sealed record JudgeComparison(long Items, long Undecided, AgreementFigure Kappa, double? Accuracy, double? FalsePassRate);
