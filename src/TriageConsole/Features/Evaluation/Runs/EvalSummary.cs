using TriageConsole.Features.Evaluation.Evaluators;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A release's latest finished run, as gates and lists read it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="BaselineId">What was live when it started.</param>
/// <param name="FinishedAt">When.</param>
/// <param name="Items">All items.</param>
/// <param name="GoldenItems">Golden items decided on both sides.</param>
/// <param name="Failed">Items without an output, or that an evaluator could not judge.</param>
/// <param name="LockedRegressions">Locked golden items that live passes and the candidate fails; those without an output are among the
/// failed.</param>
/// <param name="PassRate">Share of the items decided on both sides that the candidate passes; null where nothing was decided.</param>
/// <param name="LivePassRate">The same of live; null where there is no live output.</param>
/// <param name="RetrievalHolds">Whether the candidate is behind live on no retrieval evaluator that counts; null where none was decided on
/// both sides.</param>
/// <param name="Judges">Judges that were to decide.</param>
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
