using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Outcomes;

public sealed class MeanEstimateTests
{
    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    [Theory]
    [InlineData(8, 50, 0.0833742068, 0.2851421606)]
    [InlineData(0, 20, 0, 0.1611251581)]
    public void Of_YesNo_HasWilsonsInterval(long yes, long n, double low, double high)
    {
        var mean = MeanEstimate.Of(YesNo(yes, n));
        Assert.Equal((double)yes / n, mean.Value);
        Assert.Equal(low, mean.Low!.Value, 1e-10);
        Assert.Equal(high, mean.High!.Value, 1e-10);
    }

    [Fact]
    public void Of_Numbers_HasStudentsInterval()
    {
        var mean = MeanEstimate.Of(OutcomeSums.Of([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.Equal(5, mean.Value);
        Assert.Equal(Math.Sqrt(32d / 7 / 8), mean.StandardError!.Value, 1e-12);
        // t(7, 0.975) = 2.364624.
        Assert.Equal(5 - (2.364624252 * mean.StandardError.Value), mean.Low!.Value, 1e-8);
    }

    [Fact]
    public void Of_FewOrEqualValues_HasNoInterval()
    {
        Assert.Equal(new MeanEstimate(0, null, null, null, null), MeanEstimate.Of(default));
        Assert.Equal(new MeanEstimate(1, 3, null, null, null), MeanEstimate.Of(OutcomeSums.Of([3])));
        Assert.Equal(new MeanEstimate(1, 1, null, null, null), MeanEstimate.Of(OutcomeSums.Of([1])));
        Assert.Equal(
            (null, null),
            (
                MeanEstimate.Of(OutcomeSums.Of(Enumerable.Repeat(0.1, 1000))).Low,
                MeanEstimate.Of(OutcomeSums.Of(Enumerable.Repeat(0.1, 1000))).High
            )
        );
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of(new OutcomeSums(-1, 0, 0)));
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of(new OutcomeSums(3, double.NaN, 0)));
    }

    /// <summary>Newcombe 1998, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void Difference_Shares_EqualsThePublishedIntervals(long a, long n, long b, long m, double low, double high)
    {
        var d = MeanDifference.Of(YesNo(a, n), YesNo(b, m));
        Assert.Equal((low, high), (Math.Round(d.Low!.Value, 4), Math.Round(d.High!.Value, 4)));
    }

    [Fact]
    public void Difference_Numbers_EqualsWelch()
    {
        // Variances 5 and 45 over 6 and 4 values: df 3.448, t(0.975) between those of 3 and 4.
        var d = MeanDifference.Of(new OutcomeSums(6, 60, 625), new OutcomeSums(4, 20, 235));
        Assert.Equal(5, d.Value);
        var t = (d.High!.Value - 5) / Math.Sqrt((5d / 6) + (45d / 4));
        Assert.InRange(t, 2.776445, 3.182446);
        Assert.Equal(new Interval(null, null, null), MeanDifference.Of(default, YesNo(1, 3)));
        Assert.Equal(new Interval(1, null, null), MeanDifference.Of(OutcomeSums.Of([3]), OutcomeSums.Of([2, 2])));
        Assert.Equal(new Interval(1, null, null), MeanDifference.Of(OutcomeSums.Of([3, 3]), OutcomeSums.Of([2, 2])));
    }

    [Fact]
    public void OutcomeShift_TwoPeriods_HasTheVerdict()
    {
        ShiftVerdict Verdict(OutcomeSums before, OutcomeSums now, bool lower = false) => OutcomeShift.Of(before, now, lower).Verdict;
        Assert.Equal(ShiftVerdict.Better, Verdict(YesNo(60, 100), YesNo(80, 100)));
        Assert.Equal(ShiftVerdict.Worse, Verdict(YesNo(60, 100), YesNo(80, 100), lower: true));
        Assert.Equal(ShiftVerdict.NoClearChange, Verdict(YesNo(60, 100), YesNo(65, 100)));
        Assert.Equal(ShiftVerdict.NotEnough, Verdict(YesNo(0, 29), YesNo(100, 100)));
        Assert.Equal(ShiftVerdict.NotEnough, Verdict(default, default));
        var shift = OutcomeShift.Of(YesNo(48, 80), YesNo(56, 70), false);
        Assert.Equal("Better: 60 % before, 80 % now; gain +20 pp (95 % +5.2 to +33.4).", shift.Explanation);
        Assert.Equal(
            (-0.3339, -0.0524),
            (
                Math.Round(OutcomeShift.Of(YesNo(48, 80), YesNo(56, 70), true).Low!.Value, 4),
                Math.Round(OutcomeShift.Of(YesNo(48, 80), YesNo(56, 70), true).High!.Value, 4)
            )
        );
        Assert.Equal(
            "Insufficient data: 0 outcomes measured before and 70 now; at least 30 each are needed.",
            OutcomeShift.Of(default, YesNo(56, 70), false).Explanation
        );
    }

    [Fact]
    public void OutcomeShift_NoChange_HasFewFalseAlarms()
    {
        var random = new Random(2);
        var claims = 0;
        for (var n = 0; n < 2000; n++)
        {
            OutcomeSums Draw() => OutcomeSums.Of(Enumerable.Range(0, 120).Select(_ => random.NextDouble() < 0.2 ? 1d : 0));
            if (OutcomeShift.Of(Draw(), Draw(), false).Verdict != ShiftVerdict.NoClearChange)
                claims++;
        }

        Assert.InRange(claims / 2000d, 0.03, 0.07);
    }
}
