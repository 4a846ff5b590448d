using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>An item in the list.</summary>
public sealed record EvalItemRow(
    int Ordinal,
    bool IsGolden,
    bool IsLocked,
    string TraceId,
    string Preview,
    EvalItemState State,
    string? Error,
    bool? LivePass,
    bool? CandidatePass,
    double ScoreChange
)
{
    internal ItemVerdict Verdict => new(IsGolden, IsLocked, State != EvalItemState.Failed, LivePass, CandidatePass);
}
