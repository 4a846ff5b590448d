using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>The current configuration of a judge: what a calibration is valid for.</summary>
/// <param name="Evaluator">The evaluator.</param>
/// <param name="Model">The model of its endpoint; null if there is no such endpoint.</param>
/// <param name="EndpointHash">Identifies endpoint and model; empty without an endpoint.</param>
/// <param name="PromptHash">Identifies the prompt.</param>
/// <param name="RubricVersionId">The rubric version that it answers.</param>
/// <param name="RubricNumber">Its number.</param>
/// <param name="Criteria">The keys of the criteria that it answers.</param>
/// <param name="IsShared">Another evaluator uses the same labeler id.</param>
internal sealed record JudgeParts(
    Evaluator Evaluator,
    string? Model,
    string EndpointHash,
    string PromptHash,
    long RubricVersionId,
    int RubricNumber,
    IReadOnlyList<string> Criteria,
    bool IsShared
)
{
    public string Judge => Evaluator.Text("judge");

    public string Prompt => Evaluator.Text("instructions");
}
