using TriageConsole.Components.Charts;

namespace TriageConsole.Tests.Components;

public sealed class ChartMappingTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Fact]
    public void Line_WithIntervals_HasABandAroundEachRunAndAnErrorBarForSinglePoints()
    {
        var figure = Map(
            Line(
                "v1",
                (0.5, 0.4, 0.6),
                (0.6, 0.5, 0.7),
                (null, null, null),
                (0.7, 0.5, 0.9),
                (null, null, null),
                (0.5, 0.4, 0.6),
                (0.4, 0.3, 0.5)
            )
        );
        var (band, line) = (figure.Data[0], figure.Data[1]);
        Assert.Equal(("toself", "skip"), (band.Fill, band.Hoverinfo));
        Assert.Equal([0.4, 0.5, 0.7, 0.6, null, 0.4, 0.3, 0.5, 0.6], band.Y);
        Assert.Equal("2026-03-02", band.X[0]);
        Assert.Null(band.X[4]);
        Assert.Equal([0.5, 0.6, null, 0.7, null, 0.5, 0.4], line.Y);
        Assert.Equal(
            [null, null, null, 0.2, null, null, null],
            line.ErrorY!.Array.Select(e => e is { } v ? Math.Round(v, 6) : (double?)null)
        );
    }

    [Fact]
    public void PointsAndBars_WithIntervals_HaveErrorBarsAndNoBand()
    {
        foreach (var style in new[] { ChartStyle.Bar, ChartStyle.Points })
        {
            var trace = Assert.Single(Map(Line("v1", (0.5, 0.25, 1)) with { Style = style }).Data);
            Assert.Equal(
                (style == ChartStyle.Bar ? "bar" : "scatter", 0.5, 0.25),
                (trace.Type, trace.ErrorY!.Array[0], trace.ErrorY.Arrayminus[0])
            );
        }
    }

    [Fact]
    public void Estimated_Series_AreDashedAndHollow()
    {
        var trace = Map(Line("v1", (0.5, null, null), (0.6, null, null)) with { IsEstimated = true }).Data.Single();
        Assert.Equal(("dash", "--surface"), (trace.Line!.Dash, trace.Marker!.Color));
        Assert.Contains("estimated", trace.Hovertext![0], StringComparison.Ordinal);
        Assert.Equal(
            "/",
            Map(Line("v1", (0.5, null, null)) with { IsEstimated = true, Style = ChartStyle.Bar }).Data.Single().Marker!.Pattern!.Shape
        );
    }

    [Fact]
    public void ThinPoints_AmongOthers_AreTheOnlyHollowOnes()
    {
        var trace = Map(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(7), 2) { IsThin = true }])).Data.Single();
        Assert.Equal(["--chart-1", "--surface"], (IEnumerable<string>)trace.Marker!.Color);
    }

    [Fact]
    public void Series_ByPlace_DifferInColourAndSymbol()
    {
        var looks = Enumerable.Range(0, 42).Select(n => ChartLook.Of(Line("v"), n)).ToList();
        Assert.Equal(42, looks.Distinct().Count());
        Assert.Equal(6, looks.Take(6).Select(l => l.Symbol).Distinct().Count());
    }

    [Fact]
    public void NotANumber_IsAGap()
    {
        Assert.Equal([null, 1], Map(Line("v1", (double.NaN, null, null), (1, double.NegativeInfinity, 2))).Data.Single().Y);
        Assert.True(ChartMapping.IsEmpty([Line("v1", (double.NaN, null, null), (null, null, null))]));
        Assert.False(ChartMapping.IsEmpty([Line("v1", (0, null, null))]));
    }

    [Fact]
    public void Times_WithAnOffset_AreShownInUtc()
    {
        var time = new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.FromHours(2));
        var trace = Map(new ChartSeries("v1", [new(time, 1)])).Data.Single();
        Assert.Equal("2026-03-01 23:30:00.000", trace.X[0]);
        Assert.StartsWith("1 Mar 2026 23:30 UTC<br>1", trace.Hovertext![0], StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_HaveTheirShareOfTheAxis_InOrder_AndAreHiddenOutside()
    {
        var series = new ChartSeries("v1", [new(0.0, 1), new(100.0, 2)]);
        var figure = ChartMapping.Map(
            [series],
            [new(75.0, "v3", ChartMarkKind.Rubric), new(25.0, "v2"), new(300.0, "later")],
            new ChartAxis { Min = 0, Max = 100 },
            new ChartAxis(),
            isStacked: false
        );
        Assert.Equal([(0.25, "v2", false), (0.75, "v3", true)], figure.Marks.Select(m => (m.At, m.Label, m.IsRubric)));
    }

    [Fact]
    public void Marks_OnANameAxis_AreAtTheName()
    {
        var series = new ChartSeries("share", [new("a", 1), new("b", 2)]) { Style = ChartStyle.Bar };
        var figure = ChartMapping.Map([series], [new("b", "here"), new("c", "unknown")], new ChartAxis(), new ChartAxis(), isStacked: true);
        Assert.Equal(0.75, Assert.Single(figure.Marks).At);
        Assert.Equal(("category", "stack"), (figure.Layout.Xaxis.Type, figure.Layout.Barmode));
    }

    [Fact]
    public void LogAxis_EndsAtPowers()
    {
        var figure = ChartMapping.Map(
            [new ChartSeries("p95", [new(1.0, 10)])],
            [],
            new ChartAxis(),
            new ChartAxis("Latency", "ms")
            {
                IsLog = true,
                Min = 1,
                Max = 1000,
            },
            isStacked: false
        );
        Assert.Equal("log", figure.Layout.Yaxis.Type);
        Assert.Equal([0.0, 3.0], figure.Layout.Yaxis.Range!.Select(e => Math.Round((double)e!, 9)));
        Assert.Equal(["1", "2", "5", "10", "20", "50", "100"], figure.Layout.Yaxis.Ticktext!.Take(7));
    }

    [Fact]
    public void LogAxis_OverManyPowers_HasTicksAtSome()
    {
        var figure = ChartMapping.Map(
            [new ChartSeries("n", [new(1.0, 1e-9), new(2.0, 1e9)])],
            [],
            new ChartAxis(),
            new ChartAxis("n") { IsLog = true },
            isStacked: false
        );
        Assert.InRange(figure.Layout.Yaxis.Tickvals!.Count, 5, 12);
    }

    [Fact]
    public void Axis_WithOneEndSet_ComputesTheOther()
    {
        var axis = ChartMapping
            .Map([Line("v1", (1, null, null))], [], new ChartAxis(), new ChartAxis { Max = 1 }, isStacked: false)
            .Layout.Yaxis;
        Assert.Null(axis.Range);
        Assert.Equal(new PlotlyEnd(null, 1), axis.Autorangeoptions);
    }

    [Fact]
    public void FewDays_AreNotDividedIntoHours()
    {
        Assert.NotNull(Map(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(1), 1)])).Layout.Xaxis.Dtick);
        Assert.Null(Map(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(70), 1)])).Layout.Xaxis.Dtick);
        Assert.Null(Map(new ChartSeries("v1", [new(new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero), 1)])).Layout.Xaxis.Dtick);
    }

    [Fact]
    public void ExternalText_IsNeverMarkup()
    {
        const string Hostile = "<img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">v&amp;1</a>\n<b>";
        var series = Enumerable.Range(0, 2).Select(_ => new ChartSeries(Hostile, [new(Hostile, 1, 0, 2, Hostile)])).ToList();
        var figure = ChartMapping.Map(
            series,
            [new(Hostile, Hostile)],
            new ChartAxis(Hostile, Hostile),
            new ChartAxis(Hostile, Hostile),
            isStacked: false
        );
        foreach (
            var text in new[]
            {
                figure.Layout.Xaxis.Title!,
                figure.Layout.Xaxis.Categoryarray![0],
                (string)figure.Data[1].X[0]!,
                figure.Marks[0].Label,
            }
        )
            Assert.DoesNotContain('<', text);
        Assert.DoesNotContain('<', figure.Data[1].Hovertext![0].Replace("<br>", "", StringComparison.Ordinal));
        Assert.Contains("&amp;amp;", figure.Layout.Xaxis.Categoryarray[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interactions?from=2026-03-02T00:00&q=a:b", true)]
    [InlineData("interactions/urn:x", true)]
    [InlineData("/agreement/support.chat", true)]
    [InlineData("?week=1", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("java\tscript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("https://example.org/", false)]
    [InlineData("//example.org/", false)]
    [InlineData("/\\example.org/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Links_StayInTheApp(string? link, bool kept)
    {
        Assert.Equal(kept ? link : null, ChartText.InApp(link));
        var trace = Map(new ChartSeries("v1", [new(1.0, 1, Link: link)])).Data.Single();
        Assert.Equal(kept ? [link] : null, trace.Customdata);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.7349, "0.73")]
    [InlineData(-0.05, "−0.05")]
    [InlineData(412.31, "412.3")]
    [InlineData(1234567, "1\u202F234\u202F567")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0.0000031, "0.0000031")]
    [InlineData(-0.0000031, "−0.0000031")]
    [InlineData(0.00004567, "0.000046")]
    [InlineData(3.1e-12, "3.1E−12")]
    public void Values_HaveOnlySignificantDigits(double value, string expected) => Assert.Equal(expected, new ChartAxis().Format(value));

    [Fact]
    public void Values_HaveTheirUnit()
    {
        Assert.Equal("12 ms", new ChartAxis("Latency", "ms").Format(12));
        Assert.Equal("42.5 %", ChartAxis.Share("Resolved").Format(0.425));
        Assert.Equal("0.00031 %", ChartAxis.Share("Resolved").Format(0.0000031));
        Assert.Equal("0 %", ChartAxis.Share("Resolved").Format(0));
    }

    /// <summary>plotly.js rounds small numbers in labels. They are drawn at their position and labeled with all digits.</summary>
    [Fact]
    public void SmallValues_AreDrawnAndLabeled()
    {
        var figure = Map(Line("cost", (0.0000031, 0.000002, 0.000004)));
        Assert.Equal(0.0000031, figure.Data[^1].Y[0]);
        Assert.Equal("~g", figure.Layout.Yaxis.Tickformat);
        Assert.Contains("0.0000031 (0.000002 to 0.000004)", figure.Data[^1].Hovertext![0], StringComparison.Ordinal);
        Assert.Null(Map(Line("cost", (3.1, null, null))).Layout.Yaxis.Tickformat);
        Assert.Equal(
            ".12~%",
            ChartMapping
                .Map([Line("share", (0.0000031, null, null))], [], new ChartAxis(), new ChartAxis { IsShare = true }, false)
                .Layout.Yaxis.Tickformat
        );
        Assert.Equal(
            "~%",
            ChartMapping
                .Map([Line("share", (0.5, null, null))], [], new ChartAxis(), new ChartAxis { IsShare = true }, false)
                .Layout.Yaxis.Tickformat
        );
    }

    [Fact]
    public void Summary_DescribesTheChart() =>
        Assert.Equal(
            "Resolved by version: 2 series, 3 points from 2 Mar 2026 to 9 Mar 2026. Last: v1 60 %, v2 70 %. 1 marked "
                + "change. The table below holds the numbers.",
            ChartSummary.Of(
                "Resolved by version",
                [
                    Line("v1", (0.5, null, null), (0.6, null, null)),
                    new ChartSeries("v2", [new(Monday.AddDays(7), 0.7), new(Monday.AddDays(14), null)]),
                ],
                [new(Monday, "v1")],
                ChartAxis.Share("Resolved")
            )
        );

    private static PlotlyFigure Map(ChartSeries series) =>
        ChartMapping.Map([series], [], new ChartAxis(), new ChartAxis(), isStacked: false);

    private static ChartSeries Line(string name, params (double? Y, double? Low, double? High)[] weeks) =>
        new(name, [.. weeks.Select((w, n) => new ChartPoint(Monday.AddDays(7 * n), w.Y, w.Low, w.High))]);
}
