using System.Text.Json;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

public sealed class RegressionMonitorTests
{
    private static readonly SequentialRule Rule = new();

    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    [Fact]
    public void Of_RegressionNoneOrTooFew_HasTheVerdict()
    {
        RegressionVerdict Verdict(OutcomeSums before, OutcomeSums since, bool lower = false) =>
            RegressionMonitor.Of(before, since, lower, 0.05, Rule).Verdict;
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1600, 2000), YesNo(1300, 2000)));
        Assert.Equal(RegressionVerdict.Fine, Verdict(YesNo(1600, 2000), YesNo(1600, 2000)));
        Assert.Equal(RegressionVerdict.Fine, Verdict(YesNo(1600, 2000), YesNo(1300, 2000), lower: true));
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1300, 2000), YesNo(1600, 2000), lower: true));
        // Worse by about the margin.
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(1600, 2000), YesNo(1500, 2000)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(1600, 2000), YesNo(0, 9)));
        Assert.Equal(RegressionVerdict.Regression, Verdict(YesNo(1600, 2000), YesNo(0, 20)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(YesNo(100, 2000), YesNo(49, 49)));
        Assert.Equal(RegressionVerdict.NotEnoughEvidence, Verdict(default, YesNo(0, 500)));
        Assert.Equal(
            "No outcome was measured since the promotion.",
            RegressionMonitor.Of(YesNo(1600, 2000), default, false, 0.05, Rule).Explanation
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => RegressionMonitor.Of(default, default, false, -0.01, Rule));
        var monitoring = RegressionMonitor.Of(YesNo(1600, 2000), YesNo(1300, 2000), false, 0.05, Rule);
        Assert.Matches(
            @"^Regression: 80 % before, 65 % since; gain −15 pp \(95 % bounds −1\d(\.\d)? and −1\d(\.\d)? at any look\), margin 5 pp\.$",
            monitoring.Explanation
        );
        Assert.True(monitoring.IsShare);
        // 250 values of 3 and of 5 before, of 5 and of 7 since.
        var minutes = RegressionMonitor.Of(new(500, 2000, 8500), new(500, 3000, 18_500), lowerIsBetter: true, 0.5, Rule);
        Assert.False(minutes.IsShare);
        Assert.Matches(
            @"^Regression: 4 before, 6 since; gain −2 \(95 % bounds −2\.\d+ and −1\.\d+ at any look\), margin 0\.5\.$",
            minutes.Explanation
        );
        Assert.Equal(monitoring, JsonSerializer.Deserialize<RegressionMonitor>(JsonSerializer.Serialize(monitoring)));
    }

    /// <summary>The baseline is measured once per run.</summary>
    [Theory]
    [InlineData(0.2, 500, true)]
    [InlineData(0.95, 200, false)]
    public void Of_NoRegression_IsRarelyReportedAsOne(double rate, int before, bool lowerIsBetter)
    {
        var reported = Regressions(2000, rate, before, rate, lowerIsBetter, margin: 0).Count;
        Assert.InRange(reported, 1, 0.05 * 2000);
    }

    [Fact]
    public void Of_RealRegression_IsReported()
    {
        var reported = Regressions(500, 0.8, 2000, 0.6, lowerIsBetter: false, margin: 0.05);
        Assert.True(
            reported.Count >= 0.99 * 500 && reported[250] <= 25,
            $"{reported.Count} of 500, half of them after {reported[250]} looks"
        );
    }

    private static List<int> Regressions(int runs, double baseline, int before, double rate, bool lowerIsBetter, double margin) =>
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
