using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Core.Tests.OffPolicy;

/// <summary>What the estimates are worth over many logs of the same policies.</summary>
public sealed class OffPolicyCoverageTests
{
    private const int Runs = 2_000;

    private static readonly OffPolicyEstimator[] WithInterval =
    [
        OffPolicyEstimator.InversePropensity,
        OffPolicyEstimator.SelfNormalized,
        OffPolicyEstimator.DoublyRobust,
        OffPolicyEstimator.SelfNormalizedDoublyRobust,
    ];

    /// <summary>The model is wrong, so the direct method is wrong; the others are right.</summary>
    [Theory]
    [InlineData(400, 1, 0.932)]
    [InlineData(2_000, 0.05, 0.925)]
    public void Intervals_ManyLogs_CoverTheTruth(int n, double scale, double least)
    {
        var random = new Random(n);
        var (truth, logging) = OffPolicyLog.Truth(scale);
        var reports = Enumerable
            .Range(0, Runs)
            .Select(_ => OffPolicyEvaluation.Of(OffPolicyLog.Draw(random, n, scale)))
            .Where(r => !r.IsRefused)
            .ToList();
        // The check of the weights refuses one log in a thousand.
        Assert.InRange(reports.Count, Runs * 0.99, Runs);
        foreach (var estimator in WithInterval)
        {
            var estimates = reports.ConvertAll(r => r.Of(estimator)!);
            Assert.InRange(Share(estimates, e => e.Mean.Low <= truth && truth <= e.Mean.High), least, 0.965);
            Assert.InRange(Share(estimates, e => e.Gain.Low <= truth - logging && truth - logging <= e.Gain.High), least, 0.965);
            // Four standard errors of the mean of the runs.
            var margin = 4 * estimates.Average(e => e.StandardError!.Value) / Math.Sqrt(estimates.Count);
            Assert.Equal(truth, estimates.Average(e => e.Mean.Value!.Value), margin);
        }

        var direct = reports.Average(r => r.Of(OffPolicyEstimator.DirectMethod)!.Mean.Value!.Value);
        Assert.True(Math.Abs(direct - truth) > 0.03 * scale, $"{direct} is near {truth}");
    }

    [Fact]
    public void StandardErrors_ManyLogs_EqualTheSpreadOfTheEstimates()
    {
        var random = new Random(3);
        var reports = Enumerable.Range(0, Runs).Select(_ => OffPolicyEvaluation.Of(OffPolicyLog.Draw(random, 1_000))).ToList();
        foreach (var estimator in WithInterval)
        {
            var values = reports.Where(r => !r.IsRefused).Select(r => r.Of(estimator)!).ToList();
            var mean = values.Average(e => e.Mean.Value!.Value);
            var spread = Math.Sqrt(values.Sum(e => Math.Pow(e.Mean.Value!.Value - mean, 2)) / (values.Count - 1));
            Assert.InRange(values.Average(e => e.StandardError!.Value) / spread, 0.93, 1.07);
        }
    }

    /// <summary>Self-normalising and the model use what the log says about the weights and the contexts.</summary>
    [Fact]
    public void PreferredEstimators_ManyLogs_AreMorePreciseThanIps()
    {
        var random = new Random(4);
        var reports = Enumerable.Range(0, 200).Select(_ => OffPolicyEvaluation.Of(OffPolicyLog.Draw(random, 1_000))).ToList();
        double Error(OffPolicyEstimator estimator) => reports.Where(r => !r.IsRefused).Average(r => r.Of(estimator)!.StandardError!.Value);
        Assert.True(Error(OffPolicyEstimator.SelfNormalized) < Error(OffPolicyEstimator.InversePropensity));
        Assert.True(Error(OffPolicyEstimator.DoublyRobust) < Error(OffPolicyEstimator.InversePropensity));
    }

    [Fact]
    public void WeightMean_WrongPropensities_IsRefused()
    {
        var random = new Random(5);
        for (var run = 0; run < 50; run++)
        {
            var report = OffPolicyEvaluation.Of(OffPolicyLog.Draw(random, 2_000, propensityOf: p => Math.Sqrt(p)));
            Assert.Equal(OffPolicyRefusalReason.WeightMean, Assert.Single(report.Refusals).Reason);
        }
    }

    private static double Share(List<OffPolicyEstimate> estimates, Func<OffPolicyEstimate, bool> isCovered) =>
        (double)estimates.Count(isCovered) / estimates.Count;
}
