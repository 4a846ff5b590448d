using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Retraining;

/// <summary>The repair that a pattern needs.</summary>
/// <param name="Repair">The repair; null if no training can repair it.</param>
/// <param name="Reason">Why.</param>
public sealed record RepairChoice(RepairKind? Repair, string Reason)
{
    /// <summary>
    /// Follows the suggested action of the pattern, which names a fine-tune only for a systematic, stable and frequent failure that a
    /// cheaper fix did not end.
    /// </summary>
    /// <param name="actionKey">A key of <see cref="SuggestedAction"/>.</param>
    /// <param name="action">Its sentence.</param>
    public static RepairChoice Of(string actionKey, string action) =>
        actionKey switch
        {
            SuggestedAction.FixPrompt or SuggestedAction.FixPromptOrRetrieval or SuggestedAction.LimitLength => new RepairChoice(
                RepairKind.Prompt,
                $"{action} A prompt is the cheapest repair, so it is tried first."
            ),
            SuggestedAction.FixRetrieval => new RepairChoice(
                RepairKind.Retrieval,
                $"{action} A fine-tune would come only after it, if the failures stay."
            ),
            SuggestedAction.FineTune => new RepairChoice(RepairKind.FineTune, action),
            _ => new RepairChoice(null, $"{action} Another prompt, retrieval or model does not repair that."),
        };

    /// <summary>Why a repair that somebody chose is refused; null if it is not higher than the pattern needs.</summary>
    /// <param name="chosen">The chosen repair.</param>
    public string? Refusal(RepairKind chosen) =>
        chosen == RepairKind.FineTune && Repair != RepairKind.FineTune
            ? "A fine-tune is the last repair: it needs a systematic failure that is stable for weeks, frequent, and back after a cheaper "
                + $"fix. The suggested action is another one: {Reason}"
            : null;
}
