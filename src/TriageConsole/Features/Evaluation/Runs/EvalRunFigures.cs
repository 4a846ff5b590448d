using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The results of a finished run.</summary>
public sealed record EvalRunFigures(
    int Items,
    int GoldenItems,
    int Failed,
    int LockedRegressions,
    PairedShares All,
    PairedShares Golden,
    PairedShares Sample,
    bool? RetrievalHolds,
    IReadOnlyList<EvaluatorFigures> Evaluators
);
