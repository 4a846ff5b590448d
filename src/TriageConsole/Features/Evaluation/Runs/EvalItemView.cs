using TriageConsole.Components.Conversations;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// One item with its texts and the results of each evaluator for both sides. <paramref name="Note"/>: a remark of the endpoint on the
/// candidate's output, for example that it is truncated.
/// </summary>
public sealed record EvalItemView(
    EvalItemRow Row,
    string? Input,
    IReadOnlyList<Turn> Turns,
    IReadOnlyList<EvalDocument> Documents,
    string? ExpectedOutput,
    IReadOnlyDictionary<string, string> ExpectedAnswers,
    string? LiveOutput,
    string? LiveVersion,
    string? CandidateOutput,
    double? LatencyMs,
    string? Note,
    IReadOnlyList<EvalComparison> Results
);
