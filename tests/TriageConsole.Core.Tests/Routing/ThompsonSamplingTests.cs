using MathNet.Numerics;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Routing;

namespace TriageConsole.Core.Tests.Routing;

public sealed class ThompsonSamplingTests
{
    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    private static OutcomeSums Numbers(long n, double mean, double deviation) =>
        new(n, n * mean, (n * mean * mean) + ((n - 1) * deviation * deviation));

    /// <summary>P(b better) for two Beta posteriors, computed by another program.</summary>
    [Fact]
    public void Shares_YesNoArms_AreTheProbabilitiesOfBeingBest()
    {
        Assert.Equal(0.9982964103, ThompsonSampling.Shares([YesNo(60, 1000), YesNo(95, 1000)], false, floor: 0)[1], 0.002);
        Assert.Equal(0.8034168744, ThompsonSampling.Shares([YesNo(10, 100), YesNo(14, 100)], false, floor: 0, draws: 100_000)[1], 0.005);
    }

    [Fact]
    public void Shares_Means_AreTheProbabilitiesOfBeingBest()
    {
        // Standard errors 0.1 and 0.2: the difference 0.3 is 1.342 of its own standard error.
        var shares = ThompsonSampling.Shares([Numbers(400, 5, 2), Numbers(100, 5.3, 2)], false, floor: 0, draws: 100_000);
        Assert.Equal(1 - (SpecialFunctions.Erfc(0.3 / Math.Sqrt(0.05) / Math.Sqrt(2)) / 2), shares[1], 0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shares_BetterArm_GetsMost(bool lowerIsBetter)
    {
        var better = lowerIsBetter ? 0 : 2;
        foreach (
            var arms in new OutcomeSums[][]
            {
                [YesNo(100, 1000), YesNo(150, 1000), YesNo(250, 1000)],
                [Numbers(300, 20, 5), Numbers(300, 23, 5), Numbers(300, 26, 5)],
            }
        )
        {
            var shares = ThompsonSampling.Shares(arms, lowerIsBetter);
            Assert.Equal(0.9, shares[better], 0.005);
            Assert.Equal(0.05, shares[2 - better], 0.005);
        }
    }

    [Fact]
    public void Shares_SumToOneAndKeepTheMinimum()
    {
        var random = new Random(11);
        for (var n = 0; n < 50; n++)
        {
            var arms = Enumerable.Range(0, random.Next(1, 9)).Select(_ => YesNo(random.Next(100), random.Next(100, 300))).ToList();
            var floor = random.NextDouble() / arms.Count;
            var shares = ThompsonSampling.Shares(arms, false, floor, 200, (ulong)n);
            Assert.Equal(1, shares.Sum(), 1e-12);
            Assert.All(shares, s => Assert.True(s >= floor));
        }

        Assert.Equal(
            [1.0 / 3, 1.0 / 3, 1.0 / 3],
            ThompsonSampling.Shares([YesNo(1, 200), YesNo(100, 200), YesNo(50, 200)], false, 1.0 / 3).Select(s => Math.Round(s, 15)),
            (x, y) => Math.Abs(x - y) < 1e-12
        );
    }

    [Fact]
    public void Shares_ArmWithFewUnits_AreEqual()
    {
        Assert.Equal([0.5, 0.5], ThompsonSampling.Shares([YesNo(0, 99), YesNo(9000, 10_000)], false));
        Assert.Equal([0.25, 0.25, 0.25, 0.25], ThompsonSampling.Shares([default, YesNo(1, 200), YesNo(100, 200), YesNo(50, 200)], false));
        Assert.Equal(0.95, ThompsonSampling.Shares([YesNo(0, 100), YesNo(9000, 10_000)], false)[1], 0.001);
    }

    [Fact]
    public void Shares_ArmsWithoutSpread_TieIfEqual()
    {
        Assert.Equal([0.5, 0.5], ThompsonSampling.Shares([Numbers(200, 3, 0), Numbers(300, 3, 0)], false, 0.05, 100));
        Assert.Equal(
            [0.05, 0.95],
            ThompsonSampling.Shares([Numbers(200, 3, 0), Numbers(300, 4, 0)], false, 0.05, 100).Select(s => Math.Round(s, 12))
        );
        // An arm with unknown spread has an uncertain mean.
        Assert.InRange(ThompsonSampling.Shares([Numbers(200, 3, 0), Numbers(200, 3.01, 1)], false)[0], 0.3, 0.6);
    }

    [Fact]
    public void Shares_SameSeed_AreTheSame()
    {
        OutcomeSums[] arms = [YesNo(100, 1000), YesNo(110, 1000)];
        Assert.Equal(ThompsonSampling.Shares(arms, false, seed: 7), ThompsonSampling.Shares(arms, false, seed: 7));
        Assert.NotEqual(ThompsonSampling.Shares(arms, false, seed: 7), ThompsonSampling.Shares(arms, false, seed: 8));
        Assert.NotEqual(ThompsonSampling.Shares(arms, false, seed: 7), ThompsonSampling.Shares(arms, false, seed: 7 + (1UL << 32)));
    }

    [Fact]
    public void Shares_InvalidArguments_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([], false));
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([YesNo(1, 200), YesNo(1, 200), YesNo(1, 200)], false, 0.34));
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([YesNo(1, 200)], false, -0.01));
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([YesNo(1, 200)], false, double.NaN));
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([YesNo(1, 200)], false, 0.05, 0));
        Assert.ThrowsAny<ArgumentException>(() => ThompsonSampling.Shares([new OutcomeSums(200, double.NaN, 1)], false));
    }
}
