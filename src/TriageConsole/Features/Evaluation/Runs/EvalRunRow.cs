using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A run in a list. <paramref name="Figures"/>: null until it has finished.</summary>
public sealed record EvalRunRow(
    long Id,
    long WorkflowId,
    string Workflow,
    string WorkflowAddress,
    long ReleaseId,
    string Release,
    string? Baseline,
    EvalState State,
    EvalSource Source,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    int Total,
    int Done,
    int Failed,
    bool IsCancelling,
    EvalRunFigures? Figures
);
