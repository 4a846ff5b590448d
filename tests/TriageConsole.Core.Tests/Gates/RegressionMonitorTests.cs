using System.Text.Json;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

public sealed class RegressionMonitorTests
{
    private static readonly SequentialRule Rule = new();

    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    [Fact]
    public void Watch_TellsHarmFromNoneFromTooFew()
    {
        RegressionVerdict Verdict(OutcomeSums before, OutcomeSums since, bool lower = false) =>
            RegressionMonitor.Of(before, since, lower, 0.05, Rule).Verdict;
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1600, 2000), YesNo(1300, 2000)));
        Assert.Equal(RegressionVerdict.Fine, Verdict(YesNo(1600, 2000), YesNo(1600, 2000)));
        Assert.Equal(RegressionVerdict.Fine, Verdict(YesNo(1600, 2000), YesNo(1300, 2000), lower: true));
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1300, 2000), YesNo(1600, 2000), lower: true));
        // Worse, and just about by the margin.
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(1600, 2000), YesNo(1500, 2000)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(1600, 2000), YesNo(0, 9)));
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1600, 2000), YesNo(0, 20)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(100, 2000), YesNo(49, 49)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(default, YesNo(0, 500)));
        Assert.Equal(
            "Nothing was measured since the promotion.",
            RegressionMonitor.Of(YesNo(1600, 2000), default, false, 0.05, Rule).Explanation
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => RegressionMonitor.Of(default, default, false, -0.01, Rule));
        var watch = RegressionMonitor.Of(YesNo(1600, 2000), YesNo(1300, 2000), false, 0.05, Rule);
        Assert.Matches(
            @"^Regression: 0.8 before, 0.65 since; gain -0.15 \(95 % bounds -0.1\d+ and -0.1\d+ at any look\), margin 0.05.$",
            watch.Explanation
        );
        Assert.Equal(watch, JsonSerializer.Deserialize<RegressionMonitor>(JsonSerializer.Serialize(watch)));
    }

    /// <summary>Against a baseline that was measured once: it is drawn anew in each watch.</summary>
    [Theory]
    [InlineData(0.2, 500, true)]
    [InlineData(0.95, 200, false)]
    public void Watch_WithoutHarm_SeldomEverCallsIt(double rate, int before, bool lowerIsBetter)
    {
        var called = Watches(2000, rate, before, rate, lowerIsBetter, margin: 0).Count;
        Assert.InRange(called, 1, 0.05 * 2000);
    }

    [Fact]
    public void Watch_OverPlantedHarm_CallsIt()
    {
        var called = Watches(500, 0.8, 2000, 0.6, lowerIsBetter: false, margin: 0.05);
        Assert.True(called.Count >= 0.99 * 500 && called[250] <= 25, $"{called.Count} of 500, half of them after {called[250]} looks");
    }

    private static List<int> Watches(int runs, double baseline, int before, double rate, bool lowerIsBetter, double margin) =>
        Peeking.Stops(
            runs,
            150,
            10,
            random =>
            {
                var (was, since) = (Peeking.Window(random, baseline, before), default(OutcomeSums));
                return () =>
                    RegressionMonitor.Of(was, since += Peeking.Window(random, rate, 10), lowerIsBetter, margin, Rule).Verdict
                    == RegressionVerdict.Regression;
            }
        );
}
