using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Tests whether the outcome improved, with three results: data present, minimum sample and signal. The gain is candidate − live, with the
/// sign reversed if less is better. The confidence sequence decides. For yes/no outcomes with small numbers it is only approximate; the
/// exact evidence decides instead.
/// </summary>
public static class SignalGate
{
    /// <summary>Minimum number of yes and of no per arm for the normal approximation of a share.</summary>
    public const long Few = 10;

    private const string SignalName = "Outcome";

    /// <summary>The three results, in order of precedence.</summary>
    /// <param name="live">Outcomes of the live arm.</param>
    /// <param name="candidate">Outcomes of the candidate arm.</param>
    /// <param name="lowerIsBetter">Whether a lower value of the metric is better.</param>
    /// <param name="rule">The required evidence.</param>
    /// <param name="evidence">Evidence of yes/no outcomes, collected by window. Without it, small numbers decide nothing.</param>
    /// <exception cref="ArgumentException">A count is negative, a sum is not finite, or the rule is out of range.</exception>
    public static IReadOnlyList<GateResult> Of(
        OutcomeSums live,
        OutcomeSums candidate,
        bool lowerIsBetter,
        SequentialRule rule,
        YesNoEvidence? evidence = null
    ) => [DataPresent(live, candidate), MinimumSample(live, candidate, rule), Signal(live, candidate, lowerIsBetter, rule, evidence)];

    /// <summary>Whether an arm of a yes/no outcome has too few yes or too few no for the confidence sequence.</summary>
    public static bool HasSmallNumbers(OutcomeSums live, OutcomeSums candidate) =>
        live.IsYesNo && candidate.IsYesNo && (IsSmall(live) || IsSmall(candidate));

    private static bool IsSmall(OutcomeSums arm) => arm.Sum < Few || arm.Count - arm.Sum < Few;

    private static GateResult DataPresent(OutcomeSums live, OutcomeSums candidate)
    {
        var present = live.Count > 0 && candidate.Count > 0;
        var text = present
            ? $"Measured: {Counts(live, candidate)}."
            : $"No outcome was measured for {(live.Count > 0 ? "the candidate" : candidate.Count > 0 ? "live" : "either arm")}.";
        return new GateResult(
            GateKind.DataPresent,
            "Data present",
            present ? GateAnswer.Pass : GateAnswer.NotEnoughEvidence,
            text,
            Units: live.Count + candidate.Count
        );
    }

    private static GateResult MinimumSample(OutcomeSums live, OutcomeSums candidate, SequentialRule rule)
    {
        const string name = "Minimum sample";
        var (units, fewest) = (live.Count + candidate.Count, Math.Min(live.Count, candidate.Count));
        if (rule.CandidateShare is { } share && share < rule.MinShare - 1e-9)
            return new GateResult(
                GateKind.MinimumSample,
                name,
                GateAnswer.NotEnoughEvidence,
                $"The candidate gets {GateText.Percent(share)} of the traffic; at least {GateText.Percent(rule.MinShare)} are needed.",
                share,
                Threshold: rule.MinShare,
                Units: units,
                Unit: GateUnit.Share
            );
        if (fewest >= rule.MinUnits)
            return new GateResult(
                GateKind.MinimumSample,
                name,
                GateAnswer.Pass,
                $"Enough units: {Counts(live, candidate)}; at least {GateText.Count(rule.MinUnits)} per arm are needed.",
                fewest,
                Threshold: rule.MinUnits,
                Units: units
            );
        var more = rule.UnitsToFewest(live.Count, candidate.Count);
        var text = $"Too few units: {Counts(live, candidate)}; at least {GateText.Count(rule.MinUnits)} per arm are needed.";
        return new GateResult(
            GateKind.MinimumSample,
            name,
            GateAnswer.NotEnoughEvidence,
            text,
            fewest,
            Threshold: rule.MinUnits,
            Units: units,
            MoreUnits: more,
            MoreDays: rule.DaysFor(more)
        );
    }

    private static GateResult Signal(
        OutcomeSums live,
        OutcomeSums candidate,
        bool lowerIsBetter,
        SequentialRule rule,
        YesNoEvidence? evidence
    )
    {
        var difference = ConfidenceSequence.Wary(live, candidate, rule.Alpha, rule.Tuning);
        var gain = lowerIsBetter ? difference.Turned() : difference;
        var enough = Math.Min(live.Count, candidate.Count) >= rule.MinUnits;
        return HasSmallNumbers(live, candidate) && live.Count > 0 && candidate.Count > 0
            ? BySmallNumbers(gain, live, candidate, lowerIsBetter, rule, evidence, enough)
            : BySequence(gain, live, candidate, rule, enough);
    }

    private static GateResult BySequence(
        SequentialDifference gain,
        OutcomeSums live,
        OutcomeSums candidate,
        SequentialRule rule,
        bool enough
    )
    {
        var answer =
            !enough ? GateAnswer.NotEnoughEvidence
            : gain.Low > 0 ? GateAnswer.Pass
            : gain.High < 0 ? GateAnswer.Fail
            : GateAnswer.NotEnoughEvidence;
        var more =
            answer == GateAnswer.NotEnoughEvidence
                ? Later(ConfidenceSequence.UnitsToDecide(gain, rule.Alpha, rule.Tuning), live, candidate, rule)
                : null;
        var isShare = OutcomeSums.AreShares(live, candidate);
        var figures = gain.Low is null
            ? "too few or too similar values to detect a gain"
            : $"{Means(live, candidate)}; gain {GateText.Difference(gain.Value, isShare)} "
                + $"({GateText.Level(rule.Alpha)} {GateText.Ends(gain.Low, gain.High, isShare)} at any look)";
        return Result(answer, figures, gain.Value, gain.Low, gain.High, gain.Units, more, rule, isShare);
    }

    /// <summary>The exact evidence decides. It can differ from the interval, so the interval is not shown.</summary>
    private static GateResult BySmallNumbers(
        SequentialDifference gain,
        OutcomeSums live,
        OutcomeSums candidate,
        bool lowerIsBetter,
        SequentialRule rule,
        YesNoEvidence? evidence,
        bool enough
    )
    {
        var better = lowerIsBetter ? -evidence?.Direction : evidence?.Direction;
        var answer =
            !enough || evidence?.Rejects(rule.Alpha) != true || better == 0 ? GateAnswer.NotEnoughEvidence
            : better > 0 ? GateAnswer.Pass
            : GateAnswer.Fail;
        var more =
            answer == GateAnswer.NotEnoughEvidence && better > 0 ? Later(evidence!.UnitsToReject(rule.Alpha), live, candidate, rule) : null;
        var known = evidence is null ? "not collected" : $"p {GateText.Number(evidence.P)} at any look";
        return Result(
            answer,
            $"{Means(live, candidate)}; small numbers, decided by exact evidence, {known}",
            gain.Value,
            null,
            null,
            gain.Units,
            more,
            rule,
            isShare: true
        );
    }

    private static GateResult Result(
        GateAnswer answer,
        string figures,
        double? value,
        double? low,
        double? high,
        long units,
        long? more,
        SequentialRule rule,
        bool isShare
    )
    {
        var word = answer switch
        {
            GateAnswer.Pass => "Better",
            GateAnswer.Fail => "Worse",
            _ => "Not decisive",
        };
        return new GateResult(
            GateKind.Signal,
            SignalName,
            answer,
            $"{word}: {figures}.{GateText.More(answer, more, rule)}",
            value,
            low,
            high,
            0,
            units,
            more,
            rule.DaysFor(more),
            isShare ? GateUnit.ShareDifference : GateUnit.Number
        );
    }

    /// <summary>The larger of the units that decide and those that an arm lacks.</summary>
    private static long? Later(long? deciding, OutcomeSums live, OutcomeSums candidate, SequentialRule rule) =>
        deciding is { } n && rule.UnitsToFewest(live.Count, candidate.Count) is { } m ? Math.Max(n, m) : null;

    private static string Counts(OutcomeSums live, OutcomeSums candidate) =>
        $"{GateText.Count(live.Count)} live, {GateText.Count(candidate.Count)} candidate";

    private static string Means(OutcomeSums live, OutcomeSums candidate) =>
        $"{GateText.Mean(live.Mean, OutcomeSums.AreShares(live, candidate))} live, "
        + $"{GateText.Mean(candidate.Mean, OutcomeSums.AreShares(live, candidate))} candidate";
}
