using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>The results of a set of evaluators for the recorded output of one golden item.</summary>
public sealed record PreviewReadings(string Output, IReadOnlyList<(Evaluator Evaluator, EvalReading Reading)> Readings);
