using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Core.Tests.OffPolicy;

/// <summary>Bad or weak data give no estimates, all reasons, and no exception.</summary>
public sealed class OffPolicyRefusalTests
{
    [Fact]
    public void Refuse_DropsTheEstimates_AndKeepsTheWeights()
    {
        var report = OffPolicyEvaluation.Of(OffPolicyLog.Draw(new Random(7), 2000));
        Assert.False(report.IsRefused);
        var refused = report.Refuse(new OffPolicyRefusal(OffPolicyRefusalReason.NoOverlap, "An arm is missing."));
        Assert.Empty(refused.Estimates);
        Assert.Null(refused.Preferred);
        Assert.Equal(report.Weights, refused.Weights);
        Assert.Equal("Refused. An arm is missing.", refused.Explanation);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(1.000001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_BadPropensity_IsRefused(double? propensity) =>
        AssertRefused(
            With(u => u with { Propensity = propensity }),
            OffPolicyRefusalReason.InvalidPropensity,
            "1 of 400 units has no logged probability above 0 and up to 1. Log the probability of every decision, also if it is 1."
        );

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Of_BadTargetProbability_IsRefused(double target) =>
        AssertRefused(
            With(u => u with { TargetProbability = target }),
            OffPolicyRefusalReason.InvalidTarget,
            "1 of 400 units has a target probability outside 0 to 1. Check the target policy."
        );

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_BadReward_IsRefused(double reward) =>
        AssertRefused(
            With(u => u with { Reward = reward }),
            OffPolicyRefusalReason.InvalidReward,
            "1 of 400 units has a reward that is not a finite number."
        );

    [Fact]
    public void Of_SeveralProblems_NamesAll()
    {
        var units = OffPolicyLog.Draw(new Random(1), 400);
        units[0] = units[0] with { Propensity = null, Reward = double.NaN };
        units[1] = units[1] with { Propensity = null, TargetProbability = 2 };
        var report = OffPolicyEvaluation.Of(units);
        Assert.Equal(
            [OffPolicyRefusalReason.InvalidPropensity, OffPolicyRefusalReason.InvalidTarget, OffPolicyRefusalReason.InvalidReward],
            report.Refusals.Select(r => r.Reason)
        );
        Assert.StartsWith("Refused. 2 of 400 units have no logged probability", report.Explanation, StringComparison.Ordinal);
        Assert.Null(report.Weights);
        Assert.Null(report.Logged.Value);
    }

    [Fact]
    public void Of_NoUnits_IsRefused()
    {
        AssertRefused([], OffPolicyRefusalReason.NoUnits, "There are no units to evaluate.");
        AssertRefused([new LoggedUnit(0.5, 0.5, 1, IsMixed: true)], OffPolicyRefusalReason.NoUnits, "There are no units to evaluate.");
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Of_EffectiveUnitsBelow100_IsRefused(int n, bool isRefused)
    {
        var report = OffPolicyEvaluation.Of(Enumerable.Range(0, n).Select(i => new LoggedUnit(0.5, 0.5, i % 2)));
        Assert.Equal(isRefused, report.IsRefused);
        Assert.Equal(isRefused ? [OffPolicyRefusalReason.FewEffectiveUnits] : [], report.Refusals.Select(r => r.Reason));
        Assert.Equal(n, report.Weights!.EffectiveUnits, 1e-9);
    }

    /// <summary>300 units of weight 0.95 and one of weight 25: 8 % of the weight, and an effective sample size of 106.</summary>
    [Fact]
    public void Of_OneHeavyUnit_IsRefusedAlthoughTheSampleSizeIsEnough()
    {
        List<LoggedUnit> units = [.. Enumerable.Range(0, 300).Select(i => new LoggedUnit(0.5, 0.475, i % 2)), new LoggedUnit(0.04, 1, 1)];
        var report = OffPolicyEvaluation.Of(units);
        Assert.True(report.Weights!.EffectiveUnits > 100);
        Assert.Equal(25, report.Weights.Largest);
        AssertRefused(
            units,
            OffPolicyRefusalReason.DominantUnit,
            "One unit has 8.06 % of all weight (its weight is 25); at most 5 % is allowed."
        );
    }

    /// <summary>A constant weight has no spread, so any difference from 1 is certain.</summary>
    [Fact]
    public void Of_OnlyUnitsOfOneArm_IsRefused()
    {
        var report = OffPolicyEvaluation.Of(Enumerable.Range(0, 500).Select(i => new LoggedUnit(0.5, 1, i % 2)));
        Assert.Equal(OffPolicyRefusalReason.WeightMean, Assert.Single(report.Refusals).Reason);
        Assert.Contains("The mean of the weights is 2 (no interval) and must be 1.", report.Explanation, StringComparison.Ordinal);
        var both = OffPolicyEvaluation.Of(Enumerable.Range(0, 500).Select(i => new LoggedUnit(0.5, i % 2, i % 3)));
        Assert.Empty(both.Refusals);
        Assert.Equal(250, both.Weights!.EffectiveUnits, 1e-9);
    }

    /// <summary>The target policy gives 30 % to an action that was never logged.</summary>
    [Fact]
    public void Of_ActionNeverLogged_IsRefused()
    {
        var random = new Random(2);
        var report = OffPolicyEvaluation.Of(
            Enumerable.Range(0, 2_000).Select(_ => random.NextDouble() < 0.5 ? new LoggedUnit(0.5, 0.5, 1) : new LoggedUnit(0.5, 0.2, 0))
        );
        Assert.Equal(OffPolicyRefusalReason.WeightMean, Assert.Single(report.Refusals).Reason);
        Assert.InRange(report.Weights!.Mean.High!.Value, 0.7, 0.75);
    }

    /// <summary>Weights 2 and 0. Their mean is 1.102 or 1.106, which is 3.24 or 3.37 standard errors away from 1.</summary>
    [Theory]
    [InlineData(551, false)]
    [InlineData(553, true)]
    public void Of_MeanOfWeightsFarFromOne_IsRefused(int taken, bool isRefused)
    {
        var report = OffPolicyEvaluation.Of(Enumerable.Range(0, 1_000).Select(i => new LoggedUnit(0.5, i < taken ? 1 : 0, i % 2)));
        Assert.Equal(isRefused ? [OffPolicyRefusalReason.WeightMean] : [], report.Refusals.Select(r => r.Reason));
        Assert.Equal(taken / 500d, report.Weights!.Mean.Value!.Value, 1e-12);
    }

    [Fact]
    public void Of_NoActionInCommon_IsRefused() =>
        AssertRefused(
            Enumerable.Range(0, 500).Select(i => new LoggedUnit(0.5, 0, i % 2)),
            OffPolicyRefusalReason.NoOverlap,
            "The target policy never takes an action of the log, so there is no data for it. Serve its actions to a few units first."
        );

    [Fact]
    public void Of_NumbersOutOfRange_IsRefused()
    {
        const string text = "The weights or rewards are too large to be added. Check the logged probabilities and the unit of the rewards.";
        AssertRefused(With(u => u with { Propensity = 1e-320, TargetProbability = 1 }), OffPolicyRefusalReason.TooLarge, text);
        AssertRefused(With(u => u with { Reward = 1e308 }), OffPolicyRefusalReason.TooLarge, text);
        AssertRefused(With(u => u with { Prediction = new OutcomePrediction(-1.7e308, 1.7e308) }), OffPolicyRefusalReason.TooLarge, text);
        // Squares of this weight overflow; the sample size does not.
        var report = OffPolicyEvaluation.Of(With(u => u with { Propensity = 1e-200, TargetProbability = 1 }));
        Assert.Equal(1, report.Weights!.EffectiveUnits, 1e-9);
        Assert.Contains(report.Refusals, r => r.Reason == OffPolicyRefusalReason.FewEffectiveUnits);
    }

    [Theory]
    [InlineData(0, 100, 0.05)]
    [InlineData(double.NaN, 100, 0.05)]
    [InlineData(10, -1, 0.05)]
    [InlineData(10, 100, 0)]
    [InlineData(10, 100, 1.5)]
    public void Of_InvalidLimits_Throws(double clip, double units, double share) =>
        Assert.Throws<ArgumentException>(() =>
            OffPolicyEvaluation.Of(
                [],
                new OffPolicyLimits
                {
                    Clip = clip,
                    MinEffectiveUnits = units,
                    MaxUnitShare = share,
                }
            )
        );

    private static LoggedUnit[] With(Func<LoggedUnit, LoggedUnit> change)
    {
        var units = OffPolicyLog.Draw(new Random(1), 400);
        units[17] = change(units[17]);
        return units;
    }

    private static void AssertRefused(IEnumerable<LoggedUnit> units, OffPolicyRefusalReason reason, string text)
    {
        var report = OffPolicyEvaluation.Of(units);
        Assert.Equal(new OffPolicyRefusal(reason, text), Assert.Single(report.Refusals));
        Assert.True(report.IsRefused);
        Assert.Empty(report.Estimates);
        Assert.Null(report.Preferred);
        Assert.StartsWith("Refused. " + text, report.Explanation, StringComparison.Ordinal);
    }
}
