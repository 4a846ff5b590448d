using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Outcomes;

public sealed class ProxyCalibrationTests
{
    /// <summary>Outcome rate of each proxy bin, and the share of interactions in it.</summary>
    private static readonly double[] Rate = [0.1, 0.35, 0.8],
        Share = [0.5, 0.3, 0.2];

    [Fact]
    public void Estimate_IsTheSumOfMeasuredAndBinMeans()
    {
        var calibration = new ProxyCalibration([new(100, 10, 10), new(50, 20, 20)]);
        var estimate = calibration.Estimate(new OutcomeSums(10, 6, 6), [20, 10]);
        Assert.Equal((6 + (20 * 0.1) + (10 * 0.4)) / 40, estimate.Value!.Value, 12);
        Assert.Equal((40L, 0.75), (estimate.Count, estimate.EstimatedShare));
        Assert.True(estimate.Low < estimate.Value && estimate.Value < estimate.High);
    }

    [Fact]
    public void MeanOf_BinWithFewMeasured_IsTheMeanOfAll()
    {
        var calibration = new ProxyCalibration([new(19, 19, 19), new(81, 11, 11)]);
        Assert.True(calibration.IsBorrowed(0));
        Assert.Equal((0.3, 11d / 81), (calibration.MeanOf(0), calibration.MeanOf(1)));
        Assert.Equal(1, new ProxyCalibration([new(20, 20, 20), new(80, 10, 10)]).MeanOf(0));
    }

    [Fact]
    public void Estimate_EdgeCases_HasTheKnownParts()
    {
        var calibration = new ProxyCalibration([new(100, 10, 10)]);
        Assert.Null(calibration.Estimate(default, [0]).Value);
        var measured = calibration.Estimate(new OutcomeSums(50, 8, 8), [0]);
        Assert.Equal((0d, 0.16, 0.0833742068), (measured.EstimatedShare, measured.Value, Math.Round(measured.Low!.Value, 10)));
        var nothing = new ProxyCalibration([default]).Estimate(new OutcomeSums(5, 5, 5), [5]);
        Assert.Equal((null, 0.5), (nothing.Value, nothing.EstimatedShare));
        Assert.Equal(0.1, calibration.Estimate(default, [7]).Value!.Value, 12);
        Assert.Null(new ProxyCalibration([new(1, 1, 1)]).Estimate(default, [7]).Low);
        Assert.Throws<ArgumentException>(() => calibration.Estimate(default, [1, 2]));
        Assert.Throws<ArgumentException>(() => calibration.Estimate(default, [-1]));
        Assert.Throws<ArgumentException>(() => new ProxyCalibration([new(-1, 0, 0)]));
    }

    /// <summary>
    /// A release among others, and the whole workflow as its own group, whose measured outcomes are all part of the calibration data.
    /// </summary>
    [Theory]
    [InlineData(4000, 100, 300)]
    [InlineData(0, 400, 400)]
    [InlineData(60, 20, 500)]
    [InlineData(0, 300, 0)]
    public void Interval_CoversTheFinalAndTheTrueMean(int others, int measured, int pending)
    {
        const int rounds = 1000;
        var random = new Random(6);
        var truth = Rate.Zip(Share, (r, s) => r * s).Sum();
        var (expected, realised, bias) = (0, 0, 0d);
        for (var round = 0; round < rounds; round++)
        {
            var own = Draw(random, measured);
            var learned = own.Zip(Draw(random, others), (a, b) => a + b);
            var unmeasured = Draw(random, pending);
            var all = own.Aggregate(default(OutcomeSums), (a, b) => a + b);
            var estimate = new ProxyCalibration(learned).Estimate(all, [.. unmeasured.Select(b => b.Count)]);
            var later = (all.Sum + unmeasured.Sum(b => b.Sum)) / (measured + pending);
            if (estimate.Low <= truth && truth <= estimate.High)
                expected++;
            if (estimate.Low <= later && later <= estimate.High)
                realised++;
            bias += (estimate.Value!.Value - truth) / rounds;
        }

        Assert.True(expected >= 0.935 * rounds && realised >= 0.935 * rounds, $"{expected} and {realised} of {rounds}");
        // A bin that borrows the mean of all is biased until it has its own; its interval includes this.
        if (others + measured > 100)
            Assert.Equal(0, bias, 0.01);
    }

    [Fact]
    public void Estimate_GoodProxy_IsNarrowerThanMeasuredOnly()
    {
        var learned = Rate.Select(r => new OutcomeSums(5000, 5000 * r, 5000 * r));
        var estimate = new ProxyCalibration(learned).Estimate(new OutcomeSums(40, 12, 12), [500, 300, 200]);
        var alone = MeanEstimate.Of(new OutcomeSums(40, 12, 12));
        Assert.True(estimate.High - estimate.Low < (alone.High - alone.Low) / 3);
    }

    private static OutcomeSums[] Draw(Random random, int items)
    {
        var bins = new OutcomeSums[Rate.Length];
        for (var i = 0; i < items; i++)
        {
            var u = random.NextDouble();
            var bin =
                u < Share[0] ? 0
                : u < Share[0] + Share[1] ? 1
                : 2;
            var y = random.NextDouble() < Rate[bin] ? 1 : 0;
            bins[bin] += new OutcomeSums(1, y, y);
        }

        return bins;
    }
}
