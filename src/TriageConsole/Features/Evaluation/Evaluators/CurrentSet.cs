using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>The set in force.</summary>
public sealed record CurrentSet(
    long Id,
    int Number,
    string Json,
    EvaluatorSetDefinition Definition,
    string Author,
    DateTimeOffset CreatedAt
);
