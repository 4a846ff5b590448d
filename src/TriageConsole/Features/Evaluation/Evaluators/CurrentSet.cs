using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>The current evaluator set.</summary>
public sealed record CurrentSet(
    long Id,
    int Number,
    string Json,
    EvaluatorSetDefinition Definition,
    string Author,
    DateTimeOffset CreatedAt
);
