using System.Globalization;

namespace TriageConsole.Core.Retraining;

/// <summary>A trigger that a pattern meets.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Reason">One sentence with the numbers.</param>
public sealed record TriggerDecision(RetrainingTrigger Trigger, string Reason)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The first trigger that applies; null if there is none, or if the last proposal is too recent.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="settings">The settings of its workflow.</param>
    public static TriggerDecision? Of(PatternFacts pattern, TriggerSettings settings)
    {
        if (pattern.SinceLast is { } since && since < TimeSpan.FromDays(settings.QuietDays))
            return null;
        var rate = pattern.Interactions == 0 ? 0 : (double)pattern.Failures / pattern.Interactions;
        var share = pattern.AllFailures == 0 ? 0 : (double)pattern.Failures / pattern.AllFailures;
        if (pattern.Interactions > settings.MinInteractions && rate > settings.MinRate && share > settings.MinShare)
            return Of(
                RetrainingTrigger.Severe,
                $"{100 * rate:0.#} % of {pattern.Interactions} interactions fail, {100 * share:0.#} % of the failures of the workflow."
            );
        if (pattern.LastWeek >= settings.MinFailures && pattern.LastWeek > pattern.WeekBefore * (1 + settings.Growth))
            return Of(
                RetrainingTrigger.Growing,
                $"{pattern.LastWeek} failures in the last seven days, {pattern.WeekBefore} in the week before."
            );
        if (pattern.NewLabels >= settings.MinLabels)
            return Of(RetrainingTrigger.Labels, $"{pattern.NewLabels} new labels; at least {settings.MinLabels} are needed.");
        return settings.Weekly && pattern.NewLabels > 0 && (pattern.SinceLast ?? Week) >= Week
            ? Of(
                RetrainingTrigger.Weekly,
                $"The weekly check found {pattern.NewLabels} new {(pattern.NewLabels == 1 ? "label" : "labels")}."
            )
            : null;
    }

    private static TriggerDecision Of(RetrainingTrigger trigger, FormattableString reason) =>
        new(trigger, reason.ToString(CultureInfo.InvariantCulture));
}
