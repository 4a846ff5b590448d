using TriageConsole.Features.Evaluation.Evaluators;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The latest finished run of a release, for gates and lists.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="BaselineId">The live release when the run started.</param>
/// <param name="FinishedAt">The time when it finished.</param>
/// <param name="Items">All items.</param>
/// <param name="GoldenItems">Golden items with a result on both sides.</param>
/// <param name="Failed">Items without an output or without a result.</param>
/// <param name="LockedRegressions">Locked golden items that live passes and the candidate fails. Those without an output count as
/// failed.</param>
/// <param name="PassRate">The share of items with a result on both sides that the candidate passes; null if there are none.</param>
/// <param name="LivePassRate">The same for live; null if there is no live output.</param>
/// <param name="RetrievalHolds">Whether the candidate is at most a margin worse than live on every deciding retrieval evaluator; null if
/// none has results on both sides.</param>
/// <param name="Judges">LLM judges that were meant to decide.</param>
public sealed record EvalSummary(
    long RunId,
    long ReleaseId,
    long? BaselineId,
    DateTimeOffset FinishedAt,
    int Items,
    int GoldenItems,
    int Failed,
    int LockedRegressions,
    double? PassRate,
    double? LivePassRate,
    bool? RetrievalHolds,
    IReadOnlyList<JudgeUse> Judges
);
