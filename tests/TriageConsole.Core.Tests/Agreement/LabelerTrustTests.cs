using MathNet.Numerics.Distributions;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class LabelerTrustTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(1_000, 1_000)]
    public void Of_AllRight_EqualsTheClosedForm(long right, long checks)
    {
        // Beta(1 + n, 1) has the distribution function x^(n + 1).
        var trust = LabelerTrust.Of(right, checks);
        Assert.Equal((right + 1.0) / (checks + 2), trust.Mean, 12);
        Assert.Equal(Math.Pow(0.025, 1.0 / (right + 1)), trust.Low, 7);
        Assert.Equal(Math.Pow(0.975, 1.0 / (right + 1)), trust.High, 7);
        Assert.Equal(checks, trust.Checks);
    }

    [Fact]
    public void Of_AllWrong_MirrorsAllRight()
    {
        var (right, wrong) = (LabelerTrust.Of(10, 10), LabelerTrust.Of(0, 10));
        Assert.Equal(1 - right.Low, wrong.High, 7);
        Assert.Equal(1 - right.High, wrong.Low, 7);
    }

    [Theory]
    [InlineData(1, 2, 0.094299, 0.905701)]
    [InlineData(7, 9, 0.443905, 0.933260)]
    public void Of_SomeRight_EqualsThePublishedQuantiles(long right, long checks, double low, double high)
    {
        var trust = LabelerTrust.Of(right, checks);
        Assert.Equal(low, trust.Low, 5);
        Assert.Equal(high, trust.High, 5);
    }

    [Theory]
    [InlineData(8, 12)]
    [InlineData(950_000, 1_000_000)]
    [InlineData(1, 100_000)]
    public void Of_AnyCounts_IntervalHoldsNinetyFivePercent(long right, long checks)
    {
        var trust = LabelerTrust.Of(right, checks);
        Assert.InRange(trust.Mean, trust.Low, trust.High);
        var beta = new Beta(1 + right, 1 + (checks - right));
        Assert.Equal(0.025, beta.CumulativeDistribution(trust.Low), 4);
        Assert.Equal(0.975, beta.CumulativeDistribution(trust.High), 4);
    }

    [Fact]
    public void Of_MoreRightThanChecks_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelerTrust.Of(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelerTrust.Of(-1, 1));
    }
}
