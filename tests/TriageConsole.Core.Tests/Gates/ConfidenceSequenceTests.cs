using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

public sealed class ConfidenceSequenceTests
{
    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    [Fact]
    public void RhoAndHalfWidth_EqualThePublishedValues()
    {
        Assert.Equal(0.039840066771, ConfidenceSequence.Rho(0.05, 5000), 1e-12);
        Assert.Equal(0.035577688529, ConfidenceSequence.Rho(0.1, 5000), 1e-12);
        double[] expected = [0.6694388617, 0.1063754701, 0.0429243372, 0.0221120362];
        foreach (var (n, half) in new[] { 100, 1000, 5000, 20000 }.Zip(expected))
            Assert.Equal(half, ConfidenceSequence.HalfWidth(n, 0.05, 5000), 1e-10);
    }

    /// <summary>60 of 1000 and 95 of 1000 with variances by n − 1: the estimate is given; the test checks the sequence around it.</summary>
    [Fact]
    public void Of_AbsoluteEffect_EqualsThePublishedInterval()
    {
        var variance = (0.06 * 0.94 / 999) + (0.095 * 0.905 / 999);
        var d = ConfidenceSequence.Of(0.035, Math.Sqrt(variance), 2000, 0.05, 5000);
        Assert.Equal(0.01193807, d.StandardError!.Value, 1e-8);
        Assert.Equal(0.03729189, (d.High - d.Low)!.Value / 2, 1e-8);
        Assert.Equal((-0.002292, 0.072292), (Math.Round(d.Low!.Value, 6), Math.Round(d.High!.Value, 6)));
        Assert.Equal(0.077793414, d.P, 1e-8);
        // Shares here use n in the variance, so the interval is slightly narrower.
        var ours = ConfidenceSequence.Difference(YesNo(60, 1000), YesNo(95, 1000), 0.05, 5000);
        Assert.Equal(d.StandardError.Value * Math.Sqrt(0.999), ours.StandardError!.Value, 1e-12);
    }

    /// <summary>Relative uplifts of a published test suite, to its five digits: variance of a ratio by the delta method.</summary>
    [Fact]
    public void Of_RelativeUplift_EqualsThePublishedInterval()
    {
        var (a, b) = (new OutcomeSums(3000, 1396.87, 52377.9767), new OutcomeSums(3461, 2422.7, 134698.29));
        var mean = Uplift(a.Mean!.Value, a.Variance!.Value / a.Count, b.Mean!.Value, b.Variance!.Value / b.Count, 6461, 1000);
        Assert.Equal((0.50336, -0.55844, 1.56516, 1d), Rounded(mean));
        var (p, q) = (1396.0 / 3000, 2422.0 / 3461);
        var share = Uplift(p, p * (1 - p) / 3000, q, q * (1 - q) / 3461, 6461, 5000);
        Assert.Equal((0.50386, 0.40098, 0.60675, 0d), Rounded(share));
    }

    [Fact]
    public void Difference_Means_UsesSampleVariances()
    {
        var (a, b) = (OutcomeSums.Of([2, 4, 4, 4, 5, 5, 7, 9]), OutcomeSums.Of([1, 3, 8]));
        var d = ConfidenceSequence.Difference(a, b, 0.05, 500);
        Assert.Equal(-1, d.Value!.Value, 12);
        Assert.Equal(Math.Sqrt((32d / 7 / 8) + (13d / 3)), d.StandardError!.Value, 1e-12);
        Assert.Equal(ConfidenceSequence.Of(-1, d.StandardError.Value, 11, 0.05, 500), d with { Value = -1 });
    }

    [Fact]
    public void Difference_FewerThanTwoValuesPerArm_HasNoInterval()
    {
        foreach (
            var (a, b) in new[]
            {
                (default, default),
                (default, YesNo(3, 9)),
                (YesNo(1, 1), YesNo(3, 9)),
                (YesNo(3, 9), OutcomeSums.Of([4.5])),
            }
        )
        {
            var d = ConfidenceSequence.Difference(a, b, 0.05, 500);
            Assert.Equal((null, null, null, null, null, 1d), (d.StandardError, d.Low, d.High, d.LowOneSided, d.HighOneSided, d.P));
            Assert.Equal(a.Count > 0 && b.Count > 0, d.Value is not null);
            Assert.Null(ConfidenceSequence.UnitsToDecide(d, 0.05, 500));
        }
    }

    /// <summary>Equal values do not mean certainty.</summary>
    [Fact]
    public void Difference_SharesWithoutSpread_HasAnIntervalWithWidth()
    {
        var nothing = ConfidenceSequence.Difference(YesNo(0, 100), YesNo(0, 100), 0.05, 500);
        Assert.True(nothing is { Value: 0, P: 1 } && nothing.High > 0.03 && nothing.Low < -0.03);
        // The variance per arm is (1 · 101/102²)/100.
        Assert.Equal(Math.Sqrt(2 * 101 / (102d * 102) / 100), nothing.StandardError!.Value, 1e-12);
        var few = ConfidenceSequence.Difference(YesNo(0, 2), YesNo(2, 2), 0.05, 500);
        Assert.True(few is { Low: < 0, High: > 1, P: > 0.8 });
        Assert.True(ConfidenceSequence.Difference(YesNo(0, 200), YesNo(200, 200), 0.05, 500).Low > 0.9);
        // The same correction applies to one arm only: 0 of 20 is not more certain than 1 of 20.
        var one = ConfidenceSequence.Difference(YesNo(0, 20), YesNo(10, 20), 0.05, 500);
        Assert.Equal((21 / (22d * 22) / 20) + (0.25 / 20), one.StandardError!.Value * one.StandardError.Value, 1e-12);
    }

    [Fact]
    public void Difference_MeansWithoutSpread_UsesTheOtherVarianceOrHasNoInterval()
    {
        var same = OutcomeSums.Of(Enumerable.Repeat(0.1, 1000));
        var none = ConfidenceSequence.Difference(same, OutcomeSums.Of(Enumerable.Repeat(0.3, 1000)), 0.05, 500);
        Assert.Equal((0.2, 1d), (Math.Round(none.Value!.Value, 9), none.P));
        Assert.Null(none.Low);
        var other = OutcomeSums.Of([0.1, 0.4, 0.9, 0.2]);
        var borrowed = ConfidenceSequence.Difference(same, other, 0.05, 500);
        Assert.Equal(Math.Sqrt((other.Variance!.Value / 1000) + (other.Variance.Value / 4)), borrowed.StandardError!.Value, 1e-12);
    }

    /// <summary>With this number of additional units the interval excludes the threshold; with one fewer it does not.</summary>
    [Theory]
    [InlineData(23, 34, 24, 34, 0, true, false)]
    [InlineData(60, 1000, 95, 1000, 0, true, false)]
    [InlineData(60, 1000, 95, 1000, 0.02, true, true)]
    [InlineData(60, 1000, 62, 1000, 0.02, false, true)]
    [InlineData(95, 1000, 60, 1000, -0.01, false, false)]
    public void UnitsToDecide_IsTheSmallestDecidingNumber(long a, long n, long b, long m, double threshold, bool above, bool oneSided)
    {
        var now = ConfidenceSequence.Difference(YesNo(a, n), YesNo(b, m), 0.05, 500);
        var more = ConfidenceSequence.UnitsToDecide(now, 0.05, 500, threshold, above, oneSided)!.Value;
        Assert.True(more > 0);
        foreach (var (units, expected) in new[] { (more, true), (more - 1, false) })
        {
            var later = ConfidenceSequence.Of(
                now.Value!.Value,
                now.StandardError!.Value * Math.Sqrt((double)now.Units / (now.Units + units)),
                now.Units + units,
                0.05,
                500
            );
            var (low, high) = oneSided ? (later.LowOneSided, later.HighOneSided) : (later.Low, later.High);
            Assert.Equal(expected, above ? low > threshold : high < threshold);
        }
    }

    [Fact]
    public void UnitsToDecide_DecidedOrOppositeDirection_IsZeroOrNull()
    {
        var clear = ConfidenceSequence.Difference(YesNo(24, 52), YesNo(42, 52), 0.05, 500);
        Assert.Equal(0, ConfidenceSequence.UnitsToDecide(clear, 0.05, 500));
        Assert.Null(ConfidenceSequence.UnitsToDecide(clear, 0.05, 500, above: false));
        Assert.Null(ConfidenceSequence.UnitsToDecide(clear, 0.05, 500, threshold: 0.4));
        Assert.Null(ConfidenceSequence.UnitsToDecide(ConfidenceSequence.Difference(YesNo(5, 10), YesNo(5, 10), 0.05, 500), 0.05, 500));
        Assert.Null(ConfidenceSequence.UnitsToDecide(ConfidenceSequence.Of(1e-12, 1, 10, 0.05, 500), 0.05, 500));
    }

    [Fact]
    public void Turned_EqualsTheDifferenceOfSwappedArms()
    {
        var (a, b) = (YesNo(60, 1000), YesNo(95, 900));
        var (turned, exchanged) = (ConfidenceSequence.Difference(a, b, 0.05, 500).Turned(), ConfidenceSequence.Difference(b, a, 0.05, 500));
        Assert.Equal((exchanged.Value, exchanged.P, exchanged.Units), (turned.Value, turned.P, turned.Units));
        foreach (
            var (x, y) in new[]
            {
                (exchanged.Low, turned.Low),
                (exchanged.High, turned.High),
                (exchanged.LowOneSided, turned.LowOneSided),
                (exchanged.HighOneSided, turned.HighOneSided),
            }
        )
            Assert.Equal(x!.Value, y!.Value, 1e-15);
    }

    [Fact]
    public void Difference_ArgumentsOutOfRange_Throws()
    {
        foreach (var alpha in new[] { 0, 0.5, -1, double.NaN })
            Assert.ThrowsAny<ArgumentException>(() => ConfidenceSequence.Difference(YesNo(1, 3), YesNo(2, 3), alpha, 500));
        foreach (var tuning in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.ThrowsAny<ArgumentException>(() => ConfidenceSequence.Difference(YesNo(1, 3), YesNo(2, 3), 0.05, tuning));
        Assert.Throws<ArgumentException>(() => ConfidenceSequence.Difference(new OutcomeSums(-1, 0, 0), YesNo(2, 3), 0.05, 500));
        Assert.Throws<ArgumentException>(() => ConfidenceSequence.Difference(new OutcomeSums(3, double.NaN, 0), YesNo(2, 3), 0.05, 500));
        Assert.Throws<ArgumentException>(() => ConfidenceSequence.Of(0.1, 0, 10, 0.05, 500));
        Assert.Throws<ArgumentException>(() => ConfidenceSequence.Of(double.NaN, 1, 10, 0.05, 500));
    }

    private static SequentialDifference Uplift(double a, double varianceA, double b, double varianceB, long units, double tuning) =>
        ConfidenceSequence.Of((b - a) / a, Math.Sqrt((varianceB / (a * a)) + (varianceA * b * b / (a * a * a * a))), units, 0.05, tuning);

    private static (double, double, double, double) Rounded(SequentialDifference d) =>
        (Math.Round(d.Value!.Value, 5), Math.Round(d.Low!.Value, 5), Math.Round(d.High!.Value, 5), Math.Round(d.P, 5));
}
