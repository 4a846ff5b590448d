using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

/// <summary>Reference values by SciPy.</summary>
public sealed class PatternStatisticsTests
{
    [Theory]
    [InlineData(8, 50, 0.0833742068, 0.2851421606)]
    [InlineData(0, 20, 0, 0.1611251581)]
    public void Wilson_EqualsTheReference(long x, long n, double low, double high)
    {
        var interval = PatternStatistics.Wilson(x, n);
        Assert.Equal(low, interval.Low, 1e-10);
        Assert.Equal(high, interval.High, 1e-10);
    }

    [Fact]
    public void TwoProportion_EqualsTheReference()
    {
        var z = PatternStatistics.TwoProportionZ(27, 60, 120, 940);
        Assert.Equal(6.8363004904, z, 1e-10);
        Assert.Equal(8.12644e-12, 2 * PatternStatistics.UpperTail(z), 1e-16);
        Assert.Equal(0, PatternStatistics.TwoProportionZ(0, 5, 0, 9));
    }

    [Fact]
    public void FisherUpper_EqualsTheSumOfItsTerms()
    {
        // 8 2 / 1 5: of 16 rows, 9 in the first column; the one-sided p of SciPy is 0.0245...
        double Choose(int n, int k) => Enumerable.Range(1, k).Aggregate(1d, (c, i) => c * (n - k + i) / i);
        var expected = Enumerable.Range(8, 2).Sum(k => Choose(9, k) * Choose(7, 10 - k)) / Choose(16, 10);
        Assert.Equal(expected, PatternStatistics.FisherUpper(8, 10, 9, 16), 1e-13);
        Assert.Equal(1, PatternStatistics.FisherUpper(3, 10, 9, 16), 1e-13);
        Assert.Equal(1, PatternStatistics.FisherUpper(0, 10, 9, 16));
        Assert.True(PatternStatistics.FisherUpper(100_000, 100_000, 200_000, 1_000_000) is 0 or < 1e-300);
    }

    [Fact]
    public void BenjaminiHochberg_PublishedTests_RejectsThePublishedNumber()
    {
        double[] p =
        [
            0.001,
            0.008,
            0.039,
            0.041,
            0.042,
            0.06,
            0.074,
            0.205,
            0.212,
            0.216,
            0.222,
            0.251,
            0.269,
            0.275,
            0.34,
            0.341,
            0.384,
            0.569,
            0.594,
            0.696,
            0.762,
            0.94,
            0.942,
            0.975,
            0.986,
        ];
        Assert.Equal(6, PatternStatistics.BenjaminiHochberg(p, 25, 0.25));
        Assert.Equal(1, PatternStatistics.BenjaminiHochberg(p, 25, 0.05));
        Assert.Equal(6, PatternStatistics.BenjaminiHochberg([.. p.Take(8)], 25, 0.25));
        Assert.Equal(0, PatternStatistics.BenjaminiHochberg([], 25, 0.25));
    }

    [Fact]
    public void LikelihoodRatio_IsZeroForEqualRatesAndFiniteAtTheEdges()
    {
        Assert.Equal(0, PatternStatistics.LikelihoodRatio(10, 100, 20, 200), 1e-12);
        Assert.Equal(100 * Math.Log(2) * 2, PatternStatistics.LikelihoodRatio(100, 100, 0, 100), 1e-9);
    }
}
