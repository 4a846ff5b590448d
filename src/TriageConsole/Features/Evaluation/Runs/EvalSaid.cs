using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A result as it is shown.</summary>
public sealed record EvalSaid(EvalResultKind Kind, double? Score, string Evidence);
