using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The result of an evaluator for display.</summary>
public sealed record EvalStatement(EvalResultKind Kind, double? Score, string Evidence);
