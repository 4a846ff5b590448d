using TriageConsole.Core.Common;

namespace TriageConsole.Core.Evaluation;

/// <summary>A set of evaluators, or its problems.</summary>
/// <param name="Definition">Null if there are problems.</param>
/// <param name="Problems">In the order of the text.</param>
public sealed record EvaluatorParse(EvaluatorSetDefinition? Definition, IReadOnlyList<FieldProblem> Problems);
