namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>How one evaluator's verdicts fell.</summary>
public sealed record EvaluatorFigures(string Key, string Name, string Kind, bool Decides, SideFigures Live, SideFigures Candidate);
