namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The results of one evaluator for both outputs; null if there is no output.</summary>
public sealed record EvalComparison(string Key, string Name, string Kind, bool Decides, EvalStatement? Live, EvalStatement? Candidate);
