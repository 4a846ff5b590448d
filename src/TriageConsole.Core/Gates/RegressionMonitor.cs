using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>What monitoring after a promotion concludes.</summary>
public enum RegressionVerdict
{
    /// <summary>A regression is neither shown nor ruled out.</summary>
    NotEnoughEvidence,

    /// <summary>A regression beyond the margin is ruled out.</summary>
    Fine,

    /// <summary>A regression beyond the margin is shown: roll back.</summary>
    Regression,
}

/// <summary>
/// A promoted release compared with the release before it. It may be evaluated after every window: the chance that it ever reports a
/// regression
/// where there is none beyond the margin is at most α.
/// </summary>
/// <param name="Verdict">The conclusion.</param>
/// <param name="Gain">Now − before in the good direction, in units of the metric; null where a side has none measured.</param>
/// <param name="Low">Lower one-sided bound of the gain; null where there is none.</param>
/// <param name="High">Upper one-sided bound.</param>
/// <param name="Margin">Tolerated loss, in units of the metric.</param>
/// <param name="Units">Measured before and since.</param>
/// <param name="Explanation">The same in a sentence.</param>
public sealed record RegressionMonitor(
    RegressionVerdict Verdict,
    double? Gain,
    double? Low,
    double? High,
    double Margin,
    long Units,
    string Explanation
)
{
    /// <summary>
    /// A regression where the gain's upper bound is under −margin, from ten units a side; fine where its lower bound is over it, from the
    /// rule's
    /// minimum.
    /// </summary>
    /// <param name="before">Outcomes of the release before, as they were.</param>
    /// <param name="since">Outcomes of the release since its promotion.</param>
    /// <param name="lowerIsBetter">Whether the metric is one of which less is better.</param>
    /// <param name="margin">Tolerated loss, in units of the metric, 0 or more.</param>
    /// <param name="rule">How much evidence.</param>
    /// <exception cref="ArgumentException">A count is negative, a sum not finite, the margin negative, or the rule out of
    /// range.</exception>
    public static RegressionMonitor Of(OutcomeSums before, OutcomeSums since, bool lowerIsBetter, double margin, SequentialRule rule)
    {
        if (!(margin >= 0))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The tolerated loss is 0 or more.");
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
            Explain(verdict, before, since, gain, margin, rule)
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
            return $"Nothing was measured {(before.Count == 0 ? "before" : "since")} the promotion.";
        var word = verdict switch
        {
            RegressionVerdict.Regression => "Regression",
            RegressionVerdict.Fine => "No regression beyond the margin",
            _ => "Not clear yet",
        };
        var bounds = gain.LowOneSided is null
            ? "too few or too equal values for bounds"
            : $"{GateText.Level(rule.Alpha)} bounds {GateText.Number(gain.LowOneSided)} and {GateText.Number(gain.HighOneSided)} at any look";
        return $"{word}: {GateText.Number(before.Mean)} before, {GateText.Number(since.Mean)} since; gain {GateText.Number(gain.Value)} ({bounds}), margin {GateText.Number(margin)}.";
    }
}
