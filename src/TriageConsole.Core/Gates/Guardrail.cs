using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Gates for "not worse beyond a margin". Differences are candidate − live of a metric for which more is worse. A guardrail passes if the
/// upper one-sided bound is below the margin, fails if the lower one is above it, and is undecided in between. It can fail from
/// <see cref="SequentialRule.FewestToFire"/> units per arm and pass from <see cref="SequentialRule.MinUnits"/>: a regression must not wait
/// for the sample that a pass needs.
/// </summary>
public static partial class Guardrail
{
    /// <summary>Guardrail for the share of tasks with a bad event, such as a safety finding or an escalation.</summary>
    /// <param name="name">Display name of the guardrail.</param>
    /// <param name="live">Yes/no sums of the live arm; yes is bad.</param>
    /// <param name="candidate">Yes/no sums of the candidate arm.</param>
    /// <param name="margin">Maximum tolerated increase of the share, 0.01 for one percentage point.</param>
    /// <param name="rule">The required evidence.</param>
    public static GateResult Rate(string name, OutcomeSums live, OutcomeSums candidate, double margin, SequentialRule rule) =>
        Judge(
            name,
            live,
            candidate,
            ConfidenceSequence.Cautious(live, candidate, margin, rule.Alpha, rule.Tuning),
            margin,
            rule,
            $"margin {GateText.Margin(margin, isShare: true)}",
            isShare: true
        );

    /// <summary>
    /// Guardrail for a mean of which more is worse, such as the cost per task, with a margin relative to live. It compares
    /// candidate − (1 + margin)·live with zero, so that the margin includes the uncertainty of live.
    /// </summary>
    /// <param name="name">Display name of the guardrail.</param>
    /// <param name="live">Sums of the live arm.</param>
    /// <param name="candidate">Sums of the candidate arm.</param>
    /// <param name="margin">Maximum tolerated increase, 0.1 for 10 % of the mean of live.</param>
    /// <param name="rule">The required evidence.</param>
    public static GateResult RelativeMean(string name, OutcomeSums live, OutcomeSums candidate, double margin, SequentialRule rule)
    {
        var mean = live.Mean ?? 0;
        var tolerated = margin * Math.Abs(mean);
        var factor = 1 + (margin * Math.Sign(mean));
        var raised = new OutcomeSums(live.Count, live.Sum * factor, live.SumOfSquares * factor * factor);
        var contrast = ConfidenceSequence.Cautious(raised, candidate, 0, rule.Alpha, rule.Tuning);
        return Judge(
            name,
            live,
            candidate,
            contrast.Moved(tolerated),
            tolerated,
            rule,
            $"margin {GateText.Number(tolerated)}, {GateText.Percent(margin)} of live",
            isShare: false
        );
    }

    private static GateResult NoData(string name, OutcomeSums live, OutcomeSums candidate) =>
        new(
            GateKind.Guardrail,
            name,
            GateAnswer.NotEnoughEvidence,
            $"No data for {(live.Count > 0 ? "the candidate" : candidate.Count > 0 ? "live" : "either arm")}.",
            Units: live.Count + candidate.Count
        );

    internal static GateAnswer Answer(SequentialDifference excess, double margin, long fewest, SequentialRule rule)
    {
        if (excess.LowOneSided > margin && fewest >= SequentialRule.FewestToFire)
            return GateAnswer.Fail;
        return excess.HighOneSided < margin && fewest >= rule.MinUnits ? GateAnswer.Pass : GateAnswer.NotEnoughEvidence;
    }

    /// <summary>
    /// Additional units until it would pass: those for the bound and those that an arm lacks. Null if the current difference points
    /// elsewhere.
    /// </summary>
    private static long? MoreUnits(SequentialDifference excess, double margin, long live, long candidate, SequentialRule rule) =>
        ConfidenceSequence.UnitsToDecide(excess, rule.Alpha, rule.Tuning, margin, above: false, oneSided: true) is { } n
        && rule.UnitsToFewest(live, candidate) is { } m
            ? Math.Max(n, m)
            : null;

    private static GateResult Judge(
        string name,
        OutcomeSums live,
        OutcomeSums candidate,
        SequentialDifference excess,
        double margin,
        SequentialRule rule,
        string marginText,
        bool isShare
    )
    {
        if (live.Count == 0 || candidate.Count == 0)
            return NoData(name, live, candidate);
        var answer = Answer(excess, margin, Math.Min(live.Count, candidate.Count), rule);
        var more = answer == GateAnswer.NotEnoughEvidence ? MoreUnits(excess, margin, live.Count, candidate.Count, rule) : null;
        var word = answer switch
        {
            GateAnswer.Pass => "Not worse beyond the margin",
            GateAnswer.Fail => "Worse beyond the margin",
            _ => "Not decisive",
        };
        var bounds = excess.LowOneSided is null
            ? "too few or too similar values for bounds"
            : $"{GateText.Level(rule.Alpha)} bounds {GateText.Ends(excess.LowOneSided, excess.HighOneSided, isShare, "and")}";
        var text =
            $"{word}: {GateText.Mean(live.Mean, isShare)} live, {GateText.Mean(candidate.Mean, isShare)} candidate; "
            + $"difference {GateText.Difference(excess.Value, isShare)} ({bounds}), {marginText}.{GateText.More(answer, more, rule)}";
        return new GateResult(
            GateKind.Guardrail,
            name,
            answer,
            text,
            excess.Value,
            excess.LowOneSided,
            excess.HighOneSided,
            margin,
            excess.Units,
            more,
            rule.DaysFor(more),
            isShare ? GateUnit.ShareDifference : GateUnit.Number
        );
    }
}
