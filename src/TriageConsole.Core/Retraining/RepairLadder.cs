using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Retraining;

/// <summary>The rung that a pattern needs.</summary>
/// <param name="Rung">The rung; null if no training can repair it.</param>
/// <param name="Reason">Why.</param>
public sealed record RepairLadder(RepairRung? Rung, string Reason)
{
    /// <summary>
    /// Follows the suggested action of the pattern, which names a fine-tune only for a systematic, stable and frequent failure that a
    /// cheaper fix did not end.
    /// </summary>
    /// <param name="actionKey">A key of <see cref="SuggestedAction"/>.</param>
    /// <param name="action">Its sentence.</param>
    public static RepairLadder Of(string actionKey, string action) =>
        actionKey switch
        {
            SuggestedAction.FixPrompt or SuggestedAction.FixPromptOrRetrieval or SuggestedAction.LimitLength => new RepairLadder(
                RepairRung.Prompt,
                $"{action} A prompt is the cheapest repair, so it is tried first."
            ),
            SuggestedAction.FixRetrieval => new RepairLadder(
                RepairRung.Retrieval,
                $"{action} A fine-tune would come only after it, if the failures stay."
            ),
            SuggestedAction.FineTune => new RepairLadder(RepairRung.FineTune, action),
            _ => new RepairLadder(null, $"{action} Another prompt, retrieval or model does not repair that."),
        };

    /// <summary>Why a rung that somebody chose is refused; null if it is not higher than the pattern needs.</summary>
    /// <param name="chosen">The chosen rung.</param>
    public string? Refusal(RepairRung chosen) =>
        chosen == RepairRung.FineTune && Rung != RepairRung.FineTune
            ? "A fine-tune is the last rung: it needs a systematic failure that is stable for weeks, frequent, and back after a cheaper "
                + $"fix. The suggested action is another one: {Reason}"
            : null;
}
