using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Core.Tests.OffPolicy;

public sealed class OffPolicyEvaluationTests
{
    private static readonly OffPolicyLimits NoLimits = new() { MinEffectiveUnits = 0, MaxUnitShare = 1 };

    /// <summary>Eight units computed by hand.</summary>
    [Fact]
    public void Of_KnownUnits_HasTheValuesOfTheFormulas()
    {
        int[] actions = [0, 1, 0, 0, 1, 0, 1, 0];
        double[] rewards = [1, 0, 1, 0, 1, 1, 0, 1];
        double[] propensities = [0.8, 0.2, 0.5, 0.9, 0.3, 0.6, 0.4, 0.7];
        double[] ofAction1 = [0.3, 0.6, 0.5, 0.2, 0.7, 0.4, 0.5, 0.1];
        double[][] q =
        [
            [0.7, 0.4],
            [0.6, 0.5],
            [0.8, 0.3],
            [0.5, 0.5],
            [0.4, 0.6],
            [0.9, 0.2],
            [0.3, 0.3],
            [0.65, 0.45],
        ];
        var report = OffPolicyEvaluation.Of(
            Enumerable
                .Range(0, 8)
                .Select(i => new LoggedUnit(
                    propensities[i],
                    actions[i] == 1 ? ofAction1[i] : 1 - ofAction1[i],
                    rewards[i],
                    new OutcomePrediction(q[i][actions[i]], ((1 - ofAction1[i]) * q[i][0]) + (ofAction1[i] * q[i][1]))
                )),
            NoLimits with
            {
                Clip = 2,
            }
        );
        Assert.Empty(report.Refusals);
        Assert.Equal(0.8117559524, Value(report, OffPolicyEstimator.InversePropensity), 1e-10);
        Assert.Equal(0.7700892857, Value(report, OffPolicyEstimator.ClippedInversePropensity), 1e-10);
        Assert.Equal(0.5582466314, Value(report, OffPolicyEstimator.SelfNormalized), 1e-10);
        Assert.Equal(0.53625, Value(report, OffPolicyEstimator.DirectMethod), 1e-10);
        Assert.Equal(0.4895486111, Value(report, OffPolicyEstimator.DoublyRobust), 1e-10);
        Assert.Equal(0.5041333362, Value(report, OffPolicyEstimator.SelfNormalizedDoublyRobust), 1e-10);
        // Computed separately by the delta method.
        Assert.Equal(0.2009154363, report.Of(OffPolicyEstimator.SelfNormalized)!.StandardError!.Value, 1e-10);
        Assert.Equal(0.1791372167, report.Of(OffPolicyEstimator.SelfNormalizedDoublyRobust)!.StandardError!.Value, 1e-10);
        Assert.Equal(1.4541170635, report.Weights!.Mean.Value!.Value, 1e-10);
        Assert.Equal(1.4541170635 + (1.9599639845 * 0.2771056610), report.Weights.Mean.High!.Value, 1e-9);
        Assert.Equal(0.2578884530, report.Weights.LargestShare, 1e-10);
        Assert.Equal(6.3785247037, report.Weights!.EffectiveUnits, 1e-10);
        Assert.Equal(2, report.Weights.Clipped);
        var ips = report.Of(OffPolicyEstimator.InversePropensity)!;
        Assert.Equal(ips.Mean.Value!.Value + (1.959963984540054 * ips.StandardError!.Value), ips.Mean.High!.Value, 1e-12);
        Assert.Equal(ips.Mean.Value.Value - 0.625, ips.Gain.Value!.Value, 1e-12);
    }

    [Fact]
    public void Of_TargetEqualsLogging_IsTheMeanOfTheRewards()
    {
        var units = OffPolicyLog.Draw(new Random(1), 500).Select(u => u with { TargetProbability = u.Propensity!.Value }).ToList();
        var report = OffPolicyEvaluation.Of(units);
        Assert.Empty(report.Refusals);
        Assert.Equal((500, 1.0, null), (report.Weights!.EffectiveUnits, report.Weights.Mean.Value, report.Weights.Mean.Low));
        foreach (
            var estimator in new[]
            {
                OffPolicyEstimator.InversePropensity,
                OffPolicyEstimator.ClippedInversePropensity,
                OffPolicyEstimator.SelfNormalized,
            }
        )
        {
            var estimate = report.Of(estimator)!;
            Assert.Equal(units.Average(u => u.Reward), estimate.Mean.Value!.Value, 1e-12);
            Assert.Equal(0, estimate.Gain.Value!.Value, 1e-12);
            // The gain of a policy over itself has no spread.
            Assert.Null(estimate.Gain.Low);
        }
    }

    [Fact]
    public void Of_ScaledRewards_ScalesEstimatesAndErrors()
    {
        var units = OffPolicyLog.Draw(new Random(2), 400);
        var before = OffPolicyEvaluation.Of(units);
        foreach (var factor in new[] { -3, 1e-9, 1e120 })
        {
            var after = OffPolicyEvaluation.Of(
                units.Select(u =>
                    u with
                    {
                        Reward = u.Reward * factor,
                        Prediction = new OutcomePrediction(
                            u.Prediction!.Value.LoggedAction * factor,
                            u.Prediction.Value.TargetPolicy * factor
                        ),
                    }
                )
            );
            Assert.Equal(6, after.Estimates.Count);
            foreach (var (a, b) in before.Estimates.Zip(after.Estimates))
            {
                Assert.Equal(a.Mean.Value!.Value, b.Mean.Value!.Value / factor, 1e-12);
                Assert.Equal(a.StandardError ?? 0, (b.StandardError ?? 0) / Math.Abs(factor), 1e-12);
                Assert.Equal(a.Gain.Value!.Value, b.Gain.Value!.Value / factor, 1e-12);
            }
        }
    }

    [Fact]
    public void Of_PermutedUnits_DoesNotChange()
    {
        var units = OffPolicyLog.Draw(new Random(3), 400);
        var before = OffPolicyEvaluation.Of(units);
        new Random(4).Shuffle(units);
        var after = OffPolicyEvaluation.Of(units);
        Assert.Equal(6, after.Estimates.Count);
        foreach (var (a, b) in before.Estimates.Zip(after.Estimates))
        {
            Assert.Equal(a.Mean.Value!.Value, b.Mean.Value!.Value, 1e-12);
            Assert.Equal(a.StandardError ?? 0, b.StandardError ?? 0, 1e-12);
        }
    }

    [Fact]
    public void SelfNormalized_AnyRewards_IsInTheirRangeAndMovesWithThem()
    {
        var random = new Random(5);
        for (var run = 0; run < 50; run++)
        {
            var units = OffPolicyLog.Draw(random, 300).Select(u => u with { Reward = 7 + (random.NextDouble() * 0.01) }).ToList();
            var report = OffPolicyEvaluation.Of(units, NoLimits);
            var value = Value(report, OffPolicyEstimator.SelfNormalized);
            Assert.InRange(value, units.Min(u => u.Reward), units.Max(u => u.Reward));
            var moved = OffPolicyEvaluation.Of(units.Select(u => u with { Reward = u.Reward + 100 }), NoLimits);
            Assert.Equal(value + 100, Value(moved, OffPolicyEstimator.SelfNormalized), 1e-10);
        }
    }

    [Fact]
    public void Clipped_ClipAboveTheLargestWeight_EqualsIps()
    {
        var units = OffPolicyLog.Draw(new Random(6), 400);
        var open = OffPolicyEvaluation.Of(units, new OffPolicyLimits { Clip = 1e9 });
        Assert.Equal(Value(open, OffPolicyEstimator.InversePropensity), Value(open, OffPolicyEstimator.ClippedInversePropensity));
        Assert.Equal(0, open.Weights!.Clipped);
        var tight = OffPolicyEvaluation.Of(units, new OffPolicyLimits { Clip = 1 });
        Assert.True(Value(tight, OffPolicyEstimator.ClippedInversePropensity) < Value(open, OffPolicyEstimator.InversePropensity));
        Assert.Equal(units.Count(u => u.TargetProbability > u.Propensity), tight.Weights!.Clipped);
    }

    /// <summary>Without residuals the weights do not matter.</summary>
    [Fact]
    public void DoublyRobust_PerfectModel_HasTheSpreadOfThePredictionsOnly()
    {
        var random = new Random(7);
        var units = OffPolicyLog
            .Draw(random, 400)
            .Select(u => u with { Prediction = new OutcomePrediction(u.Reward, random.NextDouble()) })
            .ToList();
        var report = OffPolicyEvaluation.Of(units);
        var predictions = units.ConvertAll(u => u.Prediction!.Value.TargetPolicy);
        var mean = predictions.Average();
        var error = Math.Sqrt(predictions.Sum(d => (d - mean) * (d - mean)) / 399 / 400);
        Assert.Equal(mean, Value(report, OffPolicyEstimator.DirectMethod), 1e-12);
        Assert.Equal(mean, Value(report, OffPolicyEstimator.DoublyRobust), 1e-12);
        Assert.Equal(mean, Value(report, OffPolicyEstimator.SelfNormalizedDoublyRobust), 1e-12);
        Assert.Equal(error, report.Of(OffPolicyEstimator.DoublyRobust)!.StandardError!.Value, 1e-12);
        Assert.Equal(error, report.Of(OffPolicyEstimator.SelfNormalizedDoublyRobust)!.StandardError!.Value, 1e-4);
    }

    /// <summary>A model that predicts 0 adds nothing.</summary>
    [Fact]
    public void DoublyRobust_ModelOfZeros_EqualsTheEstimatesWithoutModel()
    {
        var report = OffPolicyEvaluation.Of(
            OffPolicyLog.Draw(new Random(8), 400).Select(u => u with { Prediction = default(OutcomePrediction) })
        );
        Same(OffPolicyEstimator.InversePropensity, OffPolicyEstimator.DoublyRobust);
        Same(OffPolicyEstimator.SelfNormalized, OffPolicyEstimator.SelfNormalizedDoublyRobust);

        void Same(OffPolicyEstimator a, OffPolicyEstimator b) => Assert.Equal(report.Of(a)! with { Estimator = b }, report.Of(b));
    }

    [Fact]
    public void DirectMethod_HasNoInterval()
    {
        var report = OffPolicyEvaluation.Of(OffPolicyLog.Draw(new Random(9), 400));
        var direct = report.Of(OffPolicyEstimator.DirectMethod)!;
        Assert.Equal((null, null, null), (direct.StandardError, direct.Mean.Low, direct.Gain.High));
        Assert.Equal(OffPolicyEstimate.ErrorOfModelUnknown, direct.Why);
        Assert.Equal(OffPolicyEstimator.DoublyRobust, report.Preferred!.Estimator);
    }

    [Fact]
    public void Of_NoOrIncompleteModel_HasTheOtherEstimates()
    {
        var units = OffPolicyLog.Draw(new Random(10), 400);
        var without = OffPolicyEvaluation.Of(units.Select(u => u with { Prediction = null }));
        AssertNoModel(without, OffPolicyEstimate.NoModel);
        units[7] = units[7] with { Prediction = new OutcomePrediction(double.NaN, 0.5) };
        units[9] = units[9] with { Prediction = null };
        AssertNoModel(OffPolicyEvaluation.Of(units), "2 of 400 units have no finite prediction of the outcome model");

        static void AssertNoModel(OffPolicyReport report, string why)
        {
            Assert.False(report.IsRefused);
            Assert.Equal(OffPolicyEstimator.SelfNormalized, report.Preferred!.Estimator);
            Assert.Equal(3, report.Estimates.Count(e => e.Mean.Value is null && e.Why == why));
            Assert.Equal(3, report.Estimates.Count(e => e.Mean.Low is not null && e.Why is null));
        }
    }

    [Fact]
    public void Of_EqualRewards_HasNoIntervalOfZeroWidth()
    {
        var units = OffPolicyLog.Draw(new Random(11), 400).Select(u => u with { Reward = 0.1, Prediction = null }).ToList();
        var report = OffPolicyEvaluation.Of(units);
        Assert.Equal((0.1, null), (Math.Round(report.Preferred!.Mean.Value!.Value, 12), report.Preferred.Mean.Low));
        Assert.Equal(OffPolicyEstimate.NoSpread, report.Preferred.Why);
        // IPS multiplies the rewards by the weights, which differ.
        Assert.NotNull(report.Of(OffPolicyEstimator.InversePropensity)!.Mean.Low);
        var nothing = OffPolicyEvaluation.Of(units.Select(u => u with { Reward = 0 }));
        Assert.All(nothing.Estimates, e => Assert.Null(e.Mean.Low));
    }

    [Fact]
    public void Of_MixedAndEstimatedUnits_AreExcludedAndCounted()
    {
        var units = OffPolicyLog.Draw(new Random(12), 400);
        var clean = OffPolicyEvaluation.Of(units);
        // A mixed unit cannot break anything.
        var report = OffPolicyEvaluation.Of([.. units, new LoggedUnit(null, double.NaN, double.NaN, IsMixed: true)]);
        Assert.Equal((400, 1, 0), (report.Units, report.Mixed, report.Estimated));
        Assert.Equal(clean.Estimates, report.Estimates);
        Assert.EndsWith("1 unit with mixed arms is excluded.", report.Explanation, StringComparison.Ordinal);
        units[0] = units[0] with { IsEstimated = true };
        var estimated = OffPolicyEvaluation.Of(units);
        Assert.Equal((400, 0, 1), (estimated.Units, estimated.Mixed, estimated.Estimated));
        Assert.Contains("1 of 400 units has an estimated reward", estimated.Explanation, StringComparison.Ordinal);
        var shares = OffPolicyEvaluation.Of(units, isShare: true);
        Assert.True(shares.IsShare);
        Assert.Matches(
            @"^\S.*: [\d.]+ % \(95 % [\d.]+ % to [\d.]+ %\); the log has [\d.]+ %, gain [+−][\d.]+ pp \(95 % [+−][\d.]+ to [+−][\d.]+\)\.",
            shares.Explanation
        );
    }

    private static double Value(OffPolicyReport report, OffPolicyEstimator estimator) => report.Of(estimator)!.Mean.Value!.Value;
}
