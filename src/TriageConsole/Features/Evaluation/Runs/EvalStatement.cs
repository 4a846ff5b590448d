using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A result as it is shown.</summary>
public sealed record EvalStatement(EvalResultKind Kind, double? Score, string Evidence);
