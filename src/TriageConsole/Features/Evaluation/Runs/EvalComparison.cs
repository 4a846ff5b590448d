namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>What one evaluator said of both outputs; null where there was none.</summary>
public sealed record EvalComparison(string Key, string Name, string Kind, bool Decides, EvalStatement? Live, EvalStatement? Candidate);
