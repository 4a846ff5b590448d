using TriageConsole.Components.Conversations;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// One item with its texts and what every evaluator said of both sides. <paramref name="Note"/>: what the endpoint said of the candidate's
/// output, such as that it was cut off.
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
