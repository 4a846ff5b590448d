using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Post-promotion monitoring: a promoted release compared with the previous live release. It can be evaluated in every window: the
/// probability that it ever reports a regression if there is none beyond the margin is at most α.
/// </summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Gain">Since − before in the good direction, in units of the metric; null if one side has no measured outcome.</param>
/// <param name="Low">Lower one-sided bound of the gain; null if there is none.</param>
/// <param name="High">Upper one-sided bound of the gain; null if there is none.</param>
/// <param name="Margin">Tolerated loss, in units of the metric.</param>
/// <param name="Units">Number of measured outcomes on both sides.</param>
/// <param name="Explanation">One sentence with the numbers.</param>
/// <param name="IsShare">Whether all outcomes are 0 or 1, so that gain, bounds and margin are differences of shares.</param>
public sealed record RegressionMonitor(
    RegressionVerdict Verdict,
    double? Gain,
    double? Low,
    double? High,
    double Margin,
    long Units,
    string Explanation,
    bool IsShare
)
{
    /// <summary>
    /// A regression if the upper bound of the gain is below −margin, from ten units per side. Fine if its lower bound is above −margin,
    /// from the minimum number of the rule.
    /// </summary>
    /// <param name="before">Outcomes of the previous live release before the promotion.</param>
    /// <param name="since">Outcomes of the release since its promotion.</param>
    /// <param name="lowerIsBetter">Whether a lower value of the metric is better.</param>
    /// <param name="margin">Tolerated loss in units of the metric, 0 or more.</param>
    /// <param name="rule">The required evidence.</param>
    /// <exception cref="ArgumentException">
    /// A count is negative, a sum is not finite, the margin is negative, or the rule is out of range.
    /// </exception>
    public static RegressionMonitor Of(OutcomeSums before, OutcomeSums since, bool lowerIsBetter, double margin, SequentialRule rule)
    {
        if (!(margin >= 0))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The tolerated loss must be 0 or more.");
        var difference = ConfidenceSequence.Cautious(before, since, lowerIsBetter ? margin : -margin, rule.Alpha, rule.Tuning);
        var gain = lowerIsBetter ? difference.Turned() : difference;
        var verdict = Guardrail.Answer(gain.Turned(), margin, Math.Min(before.Count, since.Count), rule) switch
        {
            GateAnswer.Fail => RegressionVerdict.Regression,
            GateAnswer.Pass => RegressionVerdict.Fine,
            _ => RegressionVerdict.NotEnoughEvidence,
        };
        return new RegressionMonitor(
            verdict,
            gain.Value,
            gain.LowOneSided,
            gain.HighOneSided,
            margin,
            gain.Units,
            Explain(verdict, before, since, gain, margin, rule),
            OutcomeSums.AreShares(before, since)
        );
    }

    private static string Explain(
        RegressionVerdict verdict,
        OutcomeSums before,
        OutcomeSums since,
        SequentialDifference gain,
        double margin,
        SequentialRule rule
    )
    {
        if (before.Count == 0 || since.Count == 0)
            return $"No outcome was measured {(before.Count == 0 ? "before" : "since")} the promotion.";
        var word = verdict switch
        {
            RegressionVerdict.Regression => "Regression",
            RegressionVerdict.Fine => "No regression beyond the margin",
            _ => "Not decisive",
        };
        var isShare = OutcomeSums.AreShares(before, since);
        var bounds = gain.LowOneSided is null
            ? "too few or too similar values for bounds"
            : $"{GateText.Level(rule.Alpha)} bounds " + $"{GateText.Ends(gain.LowOneSided, gain.HighOneSided, isShare, "and")} at any look";
        return $"{word}: {GateText.Mean(before.Mean, isShare)} before, {GateText.Mean(since.Mean, isShare)} since; "
            + $"gain {GateText.Difference(gain.Value, isShare)} ({bounds}), margin {GateText.Margin(margin, isShare)}.";
    }
}
