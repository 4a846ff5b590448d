using System.Text.Json;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>
/// A suggested prompt compared with the current one on the same held-out interactions. An interaction is right if all answers are those of
/// the experts.
/// </summary>
/// <param name="Items">Interactions that both are compared on.</param>
/// <param name="CurrentRight">Right with the current prompt.</param>
/// <param name="SuggestedRight">Right with the suggested prompt. An invalid answer is wrong.</param>
/// <param name="Better">Wrong with the current prompt and right with the suggested one.</param>
/// <param name="Worse">Right with the current prompt and wrong with the suggested one.</param>
/// <param name="Difference">Suggested − current share that is right, 0..1.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Number">The number of this trial on the labels of the calibration. The interval is wider for each.</param>
/// <param name="Questions">κ with experts per question.</param>
public sealed record JudgeTrial(
    int Items,
    int CurrentRight,
    int SuggestedRight,
    int Better,
    int Worse,
    double Difference,
    double Low,
    double High,
    int Number,
    IReadOnlyList<JudgeTrialQuestion> Questions
)
{
    /// <summary>better, worse or not_decisive.</summary>
    public string Verdict =>
        Low > 0 ? "better"
        : High < 0 ? "worse"
        : "not_decisive";

    internal string ToJson() => JsonSerializer.Serialize(this, EvalSettings.Json);

    internal static JudgeTrial Read(string json) => JsonSerializer.Deserialize<JudgeTrial>(json, EvalSettings.Json)!;
}
