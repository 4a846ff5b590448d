using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// The gates that traffic decides: guardrails, sample ratio, data, sample and signal. Pure functions: all figures are read before.
/// </summary>
internal static class OnlineGates
{
    public static IReadOnlyList<GateResult> Of(GateContext context, Comparison c)
    {
        var rule = context.Rule(c.Experiment.Kind == ExperimentKind.Bandit ? null : c.Share, c.UnitsPerDay);
        var results = Guardrails(context, c, rule).ToList();
        results.Add(Ratio(c));
        var shared = c.Experiment.Kind == ExperimentKind.Shadow ? null : c.Shared.Gate(Units(c, c.Live) + Units(c, c.Candidate));
        if (shared is not null)
            results.Add(shared);
        if (context.Metric is null)
        {
            results.Add(
                new GateResult(
                    GateKind.DataPresent,
                    "Data present",
                    GateAnswer.NotEnoughEvidence,
                    "The workflow has no outcome metric. Set it in the workflow settings."
                )
            );
            return results;
        }

        var signal = SignalGate.Of(c.Live.Outcomes, c.Candidate.Outcomes, context.LowerIsBetter, rule, Evidence(c));
        results.AddRange(
            signal.Select(g =>
                c.Experiment.Kind == ExperimentKind.Bandit ? Unfixed(g)
                : shared is { Answer: not GateAnswer.Pass } ? Held(g, shared)
                : g
            )
        );
        return results;
    }

    private static IEnumerable<GateResult> Guardrails(GateContext context, Comparison c, SequentialRule rule)
    {
        var policy = context.Policy;
        if (policy.SafetyMargin is { } safety)
            yield return c.ReportsSafety
                ? Guardrail.Rate("Safety", c.Live.Safety, c.Candidate.Safety, safety, rule)
                : Unmeasured("Safety", "safety findings");
        if (policy.ErrorMargin is { } errors)
            yield return Guardrail.Rate("Errors", c.Live.Errors, c.Candidate.Errors, errors, rule);
        if (policy.EscalationMargin is { } escalations)
            yield return c.ReportsEscalations
                ? Guardrail.Rate("Escalations", c.Live.Escalated, c.Candidate.Escalated, escalations, rule)
                : Unmeasured("Escalations", "escalations");
        if (policy.LatencyMargin is { } latency)
            yield return LatencyBins.Gate("Latency p95", c.Live.Latency, c.Candidate.Latency, latency, rule);
        if (policy.CostMargin is { } cost)
            yield return Cost(c, cost, rule);
        if (context.Metric is null || c.Experiment.Kind == ExperimentKind.Bandit)
            yield break;
        // A candidate that is shown to be worse does not stay with users only because the signal gate asks for an improvement.
        var regression = RegressionMonitor.Of(c.Live.Outcomes, c.Candidate.Outcomes, context.LowerIsBetter, policy.ToleratedLoss, rule);
        if (regression.Verdict == RegressionVerdict.Regression)
            yield return new GateResult(
                GateKind.Guardrail,
                "Outcome",
                GateAnswer.Fail,
                regression.Explanation,
                regression.Gain,
                regression.Low,
                regression.High,
                -regression.Margin,
                regression.Units,
                Unit: regression.IsShare ? GateUnit.ShareDifference : GateUnit.Number
            );
    }

    private static GateResult Cost(Comparison c, double margin, SequentialRule rule)
    {
        var shared = c.Live.Costs.Keys.Intersect(c.Candidate.Costs.Keys).OrderByDescending(k => c.Live.Costs[k].Count).FirstOrDefault();
        if (shared is not null)
            return Guardrail.RelativeMean("Cost per task", c.Live.Costs[shared], c.Candidate.Costs[shared], margin, rule);
        var both = c.Live.Costs.Count > 0 && c.Candidate.Costs.Count > 0;
        return both
            ? new GateResult(
                GateKind.Guardrail,
                "Cost per task",
                GateAnswer.NotEnoughEvidence,
                "The two releases report costs in different currencies. They cannot be compared."
            )
            : Unmeasured("Cost per task", "costs");
    }

    private static GateResult Unmeasured(string name, string what) =>
        new(
            GateKind.Guardrail,
            name,
            GateAnswer.NotEnoughEvidence,
            $"No {what} are reported, so the rate is unknown. Send them, or " + $"turn off this guardrail in the gate settings."
        );

    /// <summary>In a shadow, the expected counts are live units with and without a response of the candidate.</summary>
    private static GateResult Ratio(Comparison c) =>
        c.Experiment.Kind switch
        {
            ExperimentKind.Bandit => new GateResult(
                GateKind.SampleRatio,
                "Sample ratio",
                GateAnswer.NotEnoughEvidence,
                "The shares of a bandit follow the outcomes and cannot be compared with planned shares."
            ),
            ExperimentKind.Shadow when c.Share > 0.98 => Everything(Units(c, c.Live), Units(c, c.Candidate)),
            ExperimentKind.Shadow => SampleRatio.Gate(
                [Math.Max(0, Units(c, c.Live) - Units(c, c.Candidate)), Units(c, c.Candidate)],
                [1 - c.Share, c.Share]
            ),
            _ => SampleRatio.Gate([Units(c, c.Live), Units(c, c.Candidate)], [c.Experiment.Arms.First(a => a.IsControl).Share, c.Share]),
        };

    /// <summary>The units of an experiment are tasks: several interactions of one task are not independent.</summary>
    private static long Units(Comparison c, ArmSums arm) => (long)Math.Round(arm.Events / c.EventsPerTask);

    /// <summary>A shadow of all traffic has no random assignment to test. Some of its responses may be late or lost.</summary>
    private static GateResult Everything(long live, long shadow) =>
        new(
            GateKind.SampleRatio,
            "Sample ratio",
            live == 0 ? GateAnswer.NotEnoughEvidence
                : shadow >= 0.95 * live ? GateAnswer.Pass
                : GateAnswer.Fail,
            $"{shadow:N0} of {live:N0} units also have a response in shadow; 95 % are needed.",
            Units: live
        );

    /// <summary>When the shares follow the outcomes, a plain comparison of the outcomes is biased.</summary>
    private static GateResult Unfixed(GateResult result) =>
        result.Kind != GateKind.Signal
            ? result
            : result with
            {
                Answer = GateAnswer.NotEnoughEvidence,
                Explanation =
                    "The shares of a bandit follow the outcomes, so the plain difference decides nothing. Start a canary "
                    + "with fixed shares to decide.",
                MoreUnits = null,
                MoreDays = null,
            };

    /// <summary>When both releases served many units, the remaining units are a biased sample.</summary>
    private static GateResult Held(GateResult result, GateResult shared) =>
        result.Kind != GateKind.Signal
            ? result
            : result with
            {
                Answer = GateAnswer.NotEnoughEvidence,
                Explanation = $"Held: {shared.Explanation}",
                MoreUnits = null,
                MoreDays = null,
            };

    private static YesNoEvidence? Evidence(Comparison c)
    {
        if (!c.Live.Steps.All(s => s.Outcomes.IsYesNo) || !c.Candidate.Steps.All(s => s.Outcomes.IsYesNo))
            return null;
        var (live, candidate) = (
            c.Live.Steps.ToDictionary(s => s.At, s => s.Outcomes),
            c.Candidate.Steps.ToDictionary(s => s.At, s => s.Outcomes)
        );
        var evidence = YesNoEvidence.Start;
        foreach (var at in live.Keys.Union(candidate.Keys).Order())
        {
            var (a, b) = (live.GetValueOrDefault(at), candidate.GetValueOrDefault(at));
            evidence = evidence.Add(a.Count, (long)a.Sum, b.Count, (long)b.Sum);
        }

        return evidence;
    }
}
