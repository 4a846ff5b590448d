using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Not worse beyond a margin. Differences are those of harm: candidate − live, above zero is worse. Passes where the upper one-sided bound is
/// under the margin, fails where the lower one is over it, and says nothing in between. It fails from <see cref="SequentialRule.FewestToFire"/>
/// units an arm on and passes from <see cref="SequentialRule.MinUnits"/>: harm must not wait for a sample that is only asked for good news.
/// </summary>
public static partial class Guardrail
{
    /// <summary>Share of tasks with something bad: a safety finding, an escalation.</summary>
    /// <param name="name">What is guarded.</param>
    /// <param name="live">Yes/no sums of the live arm; yes is bad.</param>
    /// <param name="candidate">Those of the candidate's.</param>
    /// <param name="margin">Highest share more that is borne, 0.01 for one in a hundred.</param>
    /// <param name="rule">How much evidence.</param>
    public static GateResult Rate(string name, OutcomeSums live, OutcomeSums candidate, double margin, SequentialRule rule) =>
        Judge(
            name,
            live,
            candidate,
            ConfidenceSequence.Cautious(live, candidate, margin, rule.Alpha, rule.Tuning),
            margin,
            rule,
            $"margin {GateText.Number(margin)}"
        );

    /// <summary>
    /// A mean of which more is worse, such as cost per task, with a margin relative to live's. Candidate − (1 + margin)·live is what is held
    /// against zero, so that live's own uncertainty is in the margin too.
    /// </summary>
    /// <param name="name">What is guarded.</param>
    /// <param name="live">Sums of the live arm.</param>
    /// <param name="candidate">Sums of the candidate's.</param>
    /// <param name="margin">Highest rise that is borne, 0.1 for a tenth of live's mean.</param>
    /// <param name="rule">How much evidence.</param>
    public static GateResult RelativeMean(string name, OutcomeSums live, OutcomeSums candidate, double margin, SequentialRule rule)
    {
        var mean = live.Mean ?? 0;
        var borne = margin * Math.Abs(mean);
        var factor = 1 + (margin * Math.Sign(mean));
        var raised = new OutcomeSums(live.Count, live.Sum * factor, live.SumOfSquares * factor * factor);
        var contrast = ConfidenceSequence.Cautious(raised, candidate, 0, rule.Alpha, rule.Tuning);
        return Judge(
            name,
            live,
            candidate,
            contrast.Moved(borne),
            borne,
            rule,
            $"margin {GateText.Number(borne)}, {GateText.Percent(margin)} of live's"
        );
    }

    private static GateResult NoData(string name, OutcomeSums live, OutcomeSums candidate) =>
        new(
            GateKind.Guardrail,
            name,
            GateAnswer.NotEnoughEvidence,
            $"No data of {(live.Count > 0 ? "the candidate" : candidate.Count > 0 ? "live" : "either arm")}.",
            Units: live.Count + candidate.Count
        );

    internal static GateAnswer Answer(SequentialDifference harm, double margin, long fewest, SequentialRule rule)
    {
        if (harm.LowOneSided > margin && fewest >= SequentialRule.FewestToFire)
            return GateAnswer.Fail;
        return harm.HighOneSided < margin && fewest >= rule.MinUnits ? GateAnswer.Pass : GateAnswer.NotEnoughEvidence;
    }

    /// <summary>Units until it would pass: those of the bound and those an arm is short of; null where the present difference points elsewhere.</summary>
    private static long? MoreUnits(SequentialDifference harm, double margin, long live, long candidate, SequentialRule rule) =>
        ConfidenceSequence.UnitsToDecide(harm, rule.Alpha, rule.Tuning, margin, above: false, oneSided: true) is { } n
        && rule.UnitsToFewest(live, candidate) is { } m
            ? Math.Max(n, m)
            : null;

    private static GateResult Judge(
        string name,
        OutcomeSums live,
        OutcomeSums candidate,
        SequentialDifference harm,
        double margin,
        SequentialRule rule,
        string borne
    )
    {
        if (live.Count == 0 || candidate.Count == 0)
            return NoData(name, live, candidate);
        var answer = Answer(harm, margin, Math.Min(live.Count, candidate.Count), rule);
        var more = answer == GateAnswer.NotEnoughEvidence ? MoreUnits(harm, margin, live.Count, candidate.Count, rule) : null;
        var word = answer switch
        {
            GateAnswer.Pass => "Not worse beyond the margin",
            GateAnswer.Fail => "Worse beyond the margin",
            _ => "Not clear yet",
        };
        var bounds = harm.LowOneSided is null
            ? "too few or too equal values for bounds"
            : $"{GateText.Level(rule.Alpha)} bounds {GateText.Number(harm.LowOneSided)} and {GateText.Number(harm.HighOneSided)}";
        var text =
            $"{word}: {GateText.Number(live.Mean)} live, {GateText.Number(candidate.Mean)} candidate; difference {GateText.Number(harm.Value)} ({bounds}), {borne}.{GateText.More(answer, more, rule)}";
        return new GateResult(
            GateKind.Guardrail,
            name,
            answer,
            text,
            harm.Value,
            harm.LowOneSided,
            harm.HighOneSided,
            margin,
            harm.Units,
            more,
            rule.DaysFor(more)
        );
    }
}
