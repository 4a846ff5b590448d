using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>What a set of evaluators says about the recorded output of one golden item.</summary>
public sealed record PreviewReadings(string Output, IReadOnlyList<(Evaluator Evaluator, EvalReading Reading)> Readings);
