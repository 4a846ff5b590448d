using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Features.Evaluation;

/// <summary>A run in the API. Regressions: the worst hundred.</summary>
public sealed record EvaluationAnswer(
    long Id,
    string Workflow,
    string Release,
    string? Baseline,
    string State,
    string Source,
    int Total,
    int Done,
    int Failed,
    string Message,
    string InputHash,
    int EvaluatorSet,
    int Rubric,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    EvalRunFigures? Figures,
    IReadOnlyCollection<JudgeUse> Judges,
    IReadOnlyList<EvalItemRow> Regressions
);
