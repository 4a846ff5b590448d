using TriageConsole.Components.Charts;

namespace TriageConsole.Components.Tests.Charts;

public sealed class ChartSummaryTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Fact]
    public void Summary_DescribesTheChart() =>
        Assert.Equal(
            "Resolved by version: 2 series, 3 points from 2 Mar 2026 to 9 Mar 2026. Last: v1 60 %, v2 70 %. 1 marked "
                + "change. The table below holds the numbers.",
            ChartSummary.Of(
                "Resolved by version",
                [
                    new ChartSeries("v1", [new(Monday, 0.5), new(Monday.AddDays(7), 0.6)]),
                    new ChartSeries("v2", [new(Monday.AddDays(7), 0.7), new(Monday.AddDays(14), null)]),
                ],
                [new(Monday, "v1")],
                ChartAxis.Share("Resolved")
            )
        );
}
