using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Outcomes;

public sealed class LeadingSignalTests
{
    private static SignalPower Shares(long withYes, long with, long withoutYes, long without) =>
        LeadingSignal.Power(new(with, withYes, withYes), new(without, withoutYes, withoutYes));

    [Fact]
    public void Power_EqualsPearsonsRAndFishersInterval()
    {
        double[] with = [5, 6, 7, 9],
            without = [1, 2, 3, 4, 5, 3];
        var power = LeadingSignal.Power(OutcomeSums.Of(with), OutcomeSums.Of(without));
        var x = with.Select(_ => 1d).Concat(without.Select(_ => 0d)).ToArray();
        var r = MathNet.Numerics.Statistics.Correlation.Pearson(x, with.Concat(without));
        Assert.Equal(r, power.Correlation!.Value, 1e-12);
        Assert.Equal(Math.Tanh(Math.Atanh(r) - (1.959963984540054 / Math.Sqrt(7))), power.Low!.Value, 1e-12);
        Assert.Equal(6.75 - 3, power.Difference.Value!.Value, 12);
        Assert.True(power.Difference.Low < 3.75 && power.Difference.High > 3.75);
        // For two yes/no variables r is φ: (ad − bc)/√(…).
        Assert.Equal(((20d * 70) - (10 * 30)) / Math.Sqrt(30d * 100 * 50 * 80), Shares(20, 30, 30, 100).Correlation!.Value, 1e-12);
    }

    [Fact]
    public void Power_WithoutVariationOrOneSide_IsUndefined()
    {
        Assert.Null(Shares(0, 30, 0, 100).Correlation);
        Assert.Null(Shares(30, 30, 100, 100).Correlation);
        Assert.Null(Shares(0, 0, 30, 100).Correlation);
        Assert.Null(
            LeadingSignal.Power(OutcomeSums.Of(Enumerable.Repeat(0.1, 50)), OutcomeSums.Of(Enumerable.Repeat(0.1, 70))).Correlation
        );
        // A perfect correlation has the interval that one more miss per side would give, and not zero width.
        Assert.True(Shares(30, 30, 0, 100) is { Correlation: 1, Low: > 0.9 and < 1, High: > 0.9 and < 1 });
        Assert.Null(Shares(1, 1, 0, 2).Low);
    }

    [Fact]
    public void Compare_TwoPeriods_HasTheTrend()
    {
        var strong = Shares(160, 200, 100, 400);
        SignalTrend Trend(SignalPower reference, SignalPower recent) => LeadingSignal.Compare(reference, recent).Trend;
        Assert.Equal(SignalTrend.Holds, Trend(strong, Shares(80, 100, 50, 200)));
        Assert.Equal(SignalTrend.StoppedPredicting, Trend(strong, Shares(42, 100, 80, 200)));
        Assert.Equal(SignalTrend.StoppedPredicting, Trend(strong, Shares(500, 1000, 800, 2000)));
        Assert.Equal(SignalTrend.Turned, Trend(strong, Shares(20, 100, 140, 200)));
        Assert.Equal(SignalTrend.NeverPredicted, Trend(Shares(42, 100, 80, 200), strong));
        Assert.Equal(SignalTrend.NotEnough, Trend(strong, Shares(4, 9, 16, 40)));
        Assert.Equal(SignalTrend.NotEnough, Trend(strong, Shares(0, 50, 0, 100)));
        Assert.Equal(SignalTrend.NotEnough, Trend(strong, LeadingSignal.Power(default, default)));
        Assert.Equal(SignalTrend.Holds, Trend(Shares(100, 100, 0, 100), Shares(100, 100, 0, 100)));
        Assert.Equal(
            "Stopped predicting the outcome: r 0.52 (95 % 0.46 to 0.58, n = 600) before, 0.02 (95 % -0.09 to 0.13, n = 300) now.",
            LeadingSignal.Compare(strong, Shares(42, 100, 80, 200)).Explanation
        );
    }

    [Fact]
    public void Compare_NoChange_HasFewFalseAlarms()
    {
        var random = new Random(9);
        SignalPower Draw(int n)
        {
            var groups = new OutcomeSums[2];
            for (var i = 0; i < n; i++)
            {
                var has = random.NextDouble() < 0.3 ? 1 : 0;
                var y = random.NextDouble() < (has == 1 ? 0.55 : 0.3) ? 1 : 0;
                groups[has] += new OutcomeSums(1, y, y);
            }

            return LeadingSignal.Power(groups[1], groups[0]);
        }

        var alarms = Enumerable
            .Range(0, 2000)
            .Count(_ => LeadingSignal.Compare(Draw(400), Draw(200)).Trend is SignalTrend.StoppedPredicting or SignalTrend.Turned);
        Assert.True(alarms <= 0.015 * 2000, $"{alarms} of 2000");
    }
}
