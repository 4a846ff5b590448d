using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

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
