namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The counts of the verdicts of one evaluator.</summary>
public sealed record EvaluatorFigures(string Key, string Name, string Kind, bool Decides, SideFigures Live, SideFigures Candidate);
