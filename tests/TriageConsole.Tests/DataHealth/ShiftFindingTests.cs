using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Findings about changes over time: lost fields, drift, shifts of outcomes and errors, and lost proxies.</summary>
public sealed class ShiftFindingTests : FindingsTestBase
{
    [Fact]
    public async Task LostFieldAndChangedType_AreFoundByArrival()
    {
        var found = await FindAsync(
            Lines(
                800,
                (n, _) =>
                    (n < 560 ? "\"segment\":\"gold\"," : "")
                    + $"\"metadata\":{{\"plan\":{(n < 560 ? (n % 7).ToString(CultureInfo.InvariantCulture) : "\"basic\"")}"
                    + $",\"chatty\":\"{(n % 3 == 0 ? "x" : "y")}\"}}"
            )
        );
        Assert.Equal(
            [("plan", FindingLevel.Alert), ("segment", FindingLevel.Alert)],
            found.Where(f => f.Kind == FindingKind.LostField).Select(f => (f.Subject, f.Level)).Order()
        );
        Assert.Contains("from a number to a word", found.Single(f => f.Subject == "plan").Explanation, StringComparison.Ordinal);
        Assert.Contains(
            "93.3 % of 600 interactions had it, 0 % of the latest 200 have it",
            found.Single(f => f.Subject == "segment").Explanation,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task LostField_ThatTheNextSenderOfAnImportNeverHad_IsNotFound() =>
        Assert.Empty(
            await FindAsync(
                Lines(800, (n, _) => $"\"deployment_id\":\"{(n < 600 ? "a" : "b")}\"" + (n < 600 ? ",\"segment\":\"gold\"" : ""))
            )
        );

    [Fact]
    public async Task Drift_Planted_IsFound_AndAttributesOfAReleaseAreNot()
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"country\":\"{(r.NextDouble() < (n < 1500 ? 0.1 : 0.5) ? "DE" : "US")}\","
                    + $"\"prompt_version\":\"{(n < 1300 ? "p1" : "p2")}\","
                    + $"\"metadata\":{{\"temper\":\"{(n < 1300 ? "warm" : "cold")}\",\"seq\":{n},"
                    + $"\"depth\":{r.Next(1, 100)}}}"
            )
        );
        var drift = Assert.Single(found);
        Assert.Equal((FindingKind.AttributeDrift, "country", FindingLevel.Alert), (drift.Kind, drift.Subject, drift.Level));
    }

    [Fact]
    public async Task Drift_WithEstimatedTimes_IsNeverFound() =>
        Assert.Empty(
            await FindAsync(
                Lines(2000, (n, r) => $"\"country\":\"{(n < 1500 ? "DE" : "US")}\",\"metadata\":{{\"timestamp_source\":\"synthetic\"}}")
            )
        );

    [Theory]
    [InlineData("resolved", 0.8, 0.4, "worse", FindingLevel.Alert)]
    [InlineData("resolved", 0.4, 0.8, "better", FindingLevel.Notice)]
    [InlineData("complaints", 0.4, 0.8, "worse (lower is better)", FindingLevel.Alert)]
    [InlineData("complaints", 0.8, 0.4, "better (lower is better)", FindingLevel.Notice)]
    public async Task OutcomeShift_Planted_IsFoundWithItsDirection(
        string metric,
        double before,
        double after,
        string words,
        FindingLevel level
    )
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"outcome_metric_name\":\"{metric}\","
                    + $"\"outcome_metric_value\":{(r.NextDouble() < (n < 1400 ? before : after) ? 1 : 0)}"
            )
        );
        var shift = Assert.Single(found, f => f.Kind == FindingKind.OutcomeShift);
        Assert.Equal(("all", level), (shift.Subject, shift.Level));
        Assert.Contains($"which is {words};", shift.Explanation, StringComparison.Ordinal);
        // Line 1,400 of 2,000 over 20 days: day 14, six days ago.
        Assert.InRange(shift.Since!.Value, Now.AddDays(-7.1), Now.AddDays(-5));
    }

    [Fact]
    public async Task ErrorRateShift_Planted_IsFound()
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"feedback\":[{{\"feedback_type\":\"explicit\",\"name\":\"rating\","
                    + $"\"value\":{(r.NextDouble() < (n < 1400 ? 0.1 : 0.4) ? 1 : 5)}}}]"
            )
        );
        var shift = Assert.Single(found);
        Assert.Equal((FindingKind.ErrorRateShift, FindingLevel.Alert), (shift.Kind, shift.Level));
        Assert.Contains("worse", shift.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProxyLost_WhenASignalStopsPredicting_IsFound()
    {
        var found = await FindAsync(
            Lines(
                2400,
                (n, r) =>
                {
                    var good = r.NextDouble() < 0.6;
                    var retried = r.NextDouble() < (n < 1700 ? (good ? 0.1 : 0.7) : 0.34);
                    return $"\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":{(good ? 1 : 0)}"
                        + (retried ? ",\"feedback\":[{\"feedback_type\":\"implicit\",\"name\":\"retry\",\"value\":true}]" : "");
                }
            )
        );
        var lost = Assert.Single(found, f => f.Kind == FindingKind.ProxyLost);
        Assert.Equal("implicit:retry", lost.Subject);
        Assert.Contains("Stopped predicting", lost.Explanation, StringComparison.Ordinal);
    }
}
