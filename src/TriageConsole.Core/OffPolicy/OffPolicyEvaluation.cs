using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.OffPolicy;

/// <summary>
/// Estimates the mean reward of a policy from the decisions of another policy. Units are independent. Either all estimates are given, or
/// none with every reason: a log that cannot carry one of them carries none, and the direct method alone would hide it.
/// </summary>
public static class OffPolicyEvaluation
{
    private static OffPolicyRefusal TooLarge { get; } =
        new(
            OffPolicyRefusalReason.TooLarge,
            "The weights or rewards are too large to be added. Check the logged probabilities and the unit of the rewards."
        );

    private static OffPolicyRefusal NoOverlap { get; } =
        new(
            OffPolicyRefusalReason.NoOverlap,
            "The target policy never takes an action of the log, so there is no data for it. Serve its actions to a few units first."
        );

    /// <summary>Evaluates the target policy. Bad data give a refusal, never an exception.</summary>
    /// <param name="units">The log, in any order. Mixed units are excluded and counted.</param>
    /// <param name="limits">Conditions for estimates; the defaults if null.</param>
    /// <param name="isShare">Whether all measured outcomes are 0 or 1. The explanation then has percentages.</param>
    /// <exception cref="ArgumentException">A limit is out of range.</exception>
    public static OffPolicyReport Of(IEnumerable<LoggedUnit> units, OffPolicyLimits? limits = null, bool isShare = false)
    {
        var valid = (limits ?? new OffPolicyLimits()).Checked();
        List<LoggedUnit> used = [];
        long mixed = 0;
        foreach (var unit in units)
        {
            if (unit.IsMixed)
                mixed++;
            else
                used.Add(unit);
        }

        var report = Evaluate(used, valid) with { Mixed = mixed, Estimated = used.LongCount(u => u.IsEstimated), IsShare = isShare };
        return report with { Explanation = OffPolicyText.Explain(report) };
    }

    private static OffPolicyReport Evaluate(List<LoggedUnit> units, OffPolicyLimits limits)
    {
        var report = new OffPolicyReport(units.Count, 0, 0, null, default, [], InvalidData(units), "");
        if (report.IsRefused)
            return report;
        double[] weights = [.. units.Select(u => u.TargetProbability / u.Propensity!.Value)];
        var rewards = OutcomeSums.Of(units.Select(u => u.Reward));
        if (!double.IsFinite(rewards.Sum) || !double.IsFinite(rewards.SumOfSquares) || !double.IsFinite(weights.Sum()))
            return report with { Refusals = [TooLarge] };
        report = report with { Logged = MeanEstimate.Of(rewards) };
        if (weights.All(w => w == 0))
            return report with { Refusals = [NoOverlap] };
        var check = WeightCheck.Of(weights, limits.Clip);
        report = report with { Weights = check, Refusals = WeakWeights(check, units.Count, limits) };
        if (report.IsRefused)
            return report;
        var estimates = new OffPolicyFormulas(units, weights).All(limits.Clip);
        return estimates.All(IsFinite) ? report with { Estimates = estimates } : report with { Refusals = [TooLarge] };
    }

    private static List<OffPolicyRefusal> InvalidData(List<LoggedUnit> units)
    {
        List<OffPolicyRefusal> refusals = [];
        if (units.Count == 0)
            refusals.Add(new OffPolicyRefusal(OffPolicyRefusalReason.NoUnits, "There are no units to evaluate."));
        Add(
            OffPolicyRefusalReason.InvalidPropensity,
            u => u.Propensity is not (> 0 and <= 1),
            "no logged probability above 0 and up to 1. Log the probability of every decision, also if it is 1."
        );
        Add(
            OffPolicyRefusalReason.InvalidTarget,
            u => u.TargetProbability is not (>= 0 and <= 1),
            "a target probability outside 0 to 1. Check the target policy."
        );
        Add(OffPolicyRefusalReason.InvalidReward, u => !double.IsFinite(u.Reward), "a reward that is not a finite number.");
        return refusals;

        void Add(OffPolicyRefusalReason reason, Func<LoggedUnit, bool> isBad, string text)
        {
            var bad = units.LongCount(isBad);
            if (bad > 0)
                refusals.Add(new OffPolicyRefusal(reason, $"{OffPolicyText.Of(bad, units.Count)} {text}"));
        }
    }

    private static List<OffPolicyRefusal> WeakWeights(WeightCheck check, int units, OffPolicyLimits limits)
    {
        List<OffPolicyRefusal> refusals = [];
        if (check.EffectiveUnits < limits.MinEffectiveUnits)
            refusals.Add(
                new OffPolicyRefusal(
                    OffPolicyRefusalReason.FewEffectiveUnits,
                    $"The effective sample size is {OffPolicyText.Units(check.EffectiveUnits)} of {GateText.Count(units)} units; "
                        + $"at least {GateText.Number(limits.MinEffectiveUnits)} is needed. Collect more data, "
                        + "or choose a target policy that is closer to the logging policy."
                )
            );
        if (check.LargestShare > limits.MaxUnitShare)
            refusals.Add(
                new OffPolicyRefusal(
                    OffPolicyRefusalReason.DominantUnit,
                    $"One unit has {GateText.Percent(check.LargestShare)} of all weight (its weight is {GateText.Number(check.Largest)}); "
                        + $"at most {GateText.Percent(limits.MaxUnitShare)} is allowed."
                )
            );
        if (!check.IsNearOne(OffPolicyLimits.MaxStandardErrors))
            refusals.Add(
                new OffPolicyRefusal(
                    OffPolicyRefusalReason.WeightMean,
                    $"The mean of the weights is {OffPolicyText.Mean(check.Mean)} and must be 1. Either logged probabilities "
                        + "are wrong, units are missing, or the target policy takes actions that the log rarely or never has."
                )
            );
        return refusals;
    }

    private static bool IsFinite(OffPolicyEstimate estimate) =>
        double.IsFinite(estimate.Mean.Value ?? 0)
        && double.IsFinite(estimate.StandardError ?? 0)
        && double.IsFinite(estimate.Gain.High ?? 0);
}
