using System.Text.Json;
using Plotly.Blazor.LayoutLib.XAxisLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using TriageConsole.Components.Charts;
using TriageConsole.Shell.Theme;
using BarLib = Plotly.Blazor.Traces.BarLib;

namespace TriageConsole.Components.Tests.Charts;

public sealed class ChartMappingTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly string Surface = ChartPalette.Light["--surface"];

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
        var (band, line) = ((Scatter)figure.Data[0], (Scatter)figure.Data[1]);
        Assert.Equal((FillEnum.ToSelf, HoverInfoFlag.Skip), (band.Fill, band.HoverInfo));
        Assert.Equal([0.4, 0.5, 0.7, 0.6, null, 0.4, 0.3, 0.5, 0.6], band.Y);
        Assert.Equal("2026-03-02", band.X[0]);
        Assert.Null(band.X[4]);
        Assert.Equal([0.5, 0.6, null, 0.7, null, 0.5, 0.4], line.Y);
        Assert.Equal(
            [null, null, null, 0.2, null, null, null],
            line.ErrorY.Array.Select(e => e is double v ? Math.Round(v, 6) : (double?)null)
        );
    }

    [Fact]
    public void PointsAndBars_WithIntervals_HaveErrorBarsAndNoBand()
    {
        var bar = Assert.IsType<Bar>(Assert.Single(Map(Line("v1", (0.5, 0.25, 1)) with { Style = ChartStyle.Bar }).Data));
        Assert.Equal((0.5, 0.25), (bar.ErrorY.Array[0], bar.ErrorY.ArrayMinus[0]));
        var points = Assert.IsType<Scatter>(Assert.Single(Map(Line("v1", (0.5, 0.25, 1)) with { Style = ChartStyle.Points }).Data));
        Assert.Equal((0.5, 0.25, ModeFlag.Markers), (points.ErrorY.Array[0], points.ErrorY.ArrayMinus[0], points.Mode));
    }

    [Fact]
    public void Estimated_Series_AreDashedAndHollow()
    {
        var trace = Single(Line("v1", (0.5, null, null), (0.6, null, null)) with { IsEstimated = true });
        Assert.Equal(("dash", Surface), (trace.Line.Dash, trace.Marker.Color));
        Assert.Contains("estimated", trace.HoverTextArray[0], StringComparison.Ordinal);
        var bar = (Bar)Map(Line("v1", (0.5, null, null)) with { IsEstimated = true, Style = ChartStyle.Bar }).Data.Single();
        Assert.Equal(BarLib.MarkerLib.PatternLib.ShapeEnum.Slash, bar.Marker.Pattern.Shape);
    }

    [Fact]
    public void ThinPoints_AmongOthers_AreTheOnlyHollowOnes()
    {
        var trace = Single(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(7), 2) { IsThin = true }]));
        Assert.Equal([ChartPalette.Light["--chart-1"], Surface], trace.Marker.ColorArray);
    }

    [Fact]
    public void Colors_AreThoseOfTheThemeInItsMode()
    {
        var series = Line("v1", (0.5, null, null));
        var light = (Scatter)Map(series).Data[0];
        var dark = ChartMapping.Map(Input([series]) with { IsDark = true });
        Assert.Equal(ConsoleTheme.LightSeries[0], light.Line.Color);
        Assert.Equal(ConsoleTheme.DarkSeries[0], ((Scatter)dark.Data[0]).Line.Color);
        Assert.NotEqual(Map(series).Layout.Font.Color, dark.Layout.Font.Color);
    }

    [Fact]
    public void Links_AreFoundByTraceAndPoint_WithBandsCounted()
    {
        var linked = new ChartSeries("v1", [new(Monday, 1, 0, 2, Link: "a"), new(Monday.AddDays(7), 2, 1, 3, Link: "b")]);
        var figure = ChartMapping.Map(Input([linked, Line("v2", (1, null, null))]));
        Assert.Equal(3, figure.Data.Count);
        Assert.Equal(
            [null, "b", null, null, null, null],
            [figure.Link(0, 0), figure.Link(1, 1), figure.Link(2, 0), figure.Link(3, 0), figure.Link(1, 2), figure.Link(-1, -1)]
        );
        Assert.True(figure.HasLinks);
        Assert.False(Map(Line("v2", (1, null, null))).HasLinks);
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
        Assert.Equal([null, 1.0], Single(Line("v1", (double.NaN, null, null), (1, double.NegativeInfinity, 2))).Y);
        Assert.True(ChartMapping.IsEmpty([Line("v1", (double.NaN, null, null), (null, null, null))]));
        Assert.False(ChartMapping.IsEmpty([Line("v1", (0, null, null))]));
    }

    [Fact]
    public void Times_WithAnOffset_AreShownInUtc()
    {
        var time = new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.FromHours(2));
        var trace = Single(new ChartSeries("v1", [new(time, 1)]));
        Assert.Equal("2026-03-01 23:30:00.000", trace.X[0]);
        Assert.StartsWith("1 Mar 2026 23:30 UTC<br>1", trace.HoverTextArray[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_HaveTheirShareOfTheAxis_InOrder_AndAreHiddenOutside()
    {
        var series = new ChartSeries("v1", [new(0.0, 1), new(100.0, 2)]);
        var figure = ChartMapping.Map(
            Input([series], new(75.0, "v3", ChartMarkKind.Rubric), new(25.0, "v2"), new(300.0, "later")) with
            {
                X = new ChartAxis { Min = 0, Max = 100 },
            }
        );
        Assert.Equal([(0.25, "dot"), (0.75, "dash")], figure.Layout.Shapes.Select(s => ((double)s.X0, s.Line.Dash)));
        Assert.Equal(["v2", "v3"], figure.Layout.Annotations.Select(a => a.Text));
    }

    [Fact]
    public void Marks_OnANameAxis_AreAtTheName()
    {
        var series = new ChartSeries("share", [new("a", 1), new("b", 2)]) { Style = ChartStyle.Bar };
        var figure = ChartMapping.Map(Input([series], new("b", "here"), new("c", "unknown")) with { IsStacked = true });
        Assert.Equal(0.75, (double)Assert.Single(figure.Layout.Shapes).X0);
        Assert.Equal((TypeEnum.Category, Plotly.Blazor.LayoutLib.BarModeEnum.Stack), (figure.Layout.XAxis[0].Type, figure.Layout.BarMode));
    }

    [Fact]
    public void MarkLabels_ThatWouldOverlap_AreInRows_AndWithoutRoomTheyAreLeftOut()
    {
        var scale = ChartScale.Of([new ChartSeries("v1", [new(0.0, 1), new(100.0, 2)])], new ChartAxis { Min = 0, Max = 100 });
        var marks = Enumerable.Range(0, 4).Select(n => new ChartMark(10.0 + n, "a release with a name")).ToList();
        Assert.Equal([0, 1, 2, null], ChartMarks.Place(marks, scale, 800).Select(m => m.Row));
        Assert.Equal(48, ChartMarks.Height(ChartMarks.Place(marks, scale, 800)));
        Assert.Equal([0, 0], ChartMarks.Place([new(10.0, "v1"), new(60.0, "v2")], scale, 800).Select(m => m.Row));
    }

    [Fact]
    public void LogAxis_EndsAtPowers()
    {
        var figure = ChartMapping.Map(
            Input([new ChartSeries("p95", [new(1.0, 10)])]) with
            {
                Y = new ChartAxis("Latency", "ms")
                {
                    IsLog = true,
                    Min = 1,
                    Max = 1000,
                },
            }
        );
        var axis = figure.Layout.YAxis[0];
        Assert.Equal(Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Log, axis.Type);
        Assert.Equal([0.0, 3.0], axis.Range.Select(e => Math.Round((double)e, 9)));
        Assert.Equal(["1", "2", "5", "10", "20", "50", "100"], axis.TickText.Take(7));
    }

    [Fact]
    public void LogAxis_OverManyPowers_HasTicksAtSome()
    {
        var figure = ChartMapping.Map(
            Input([new ChartSeries("n", [new(1.0, 1e-9), new(2.0, 1e9)])]) with
            {
                Y = new ChartAxis("n") { IsLog = true },
            }
        );
        Assert.InRange(figure.Layout.YAxis[0].TickVals.Count, 5, 12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    [InlineData(7, 2)]
    [InlineData(23, 5)]
    [InlineData(40, 10)]
    [InlineData(4321, 1000)]
    public void Counts_HaveTicksAtWholeNumbers(double largest, double step)
    {
        var axis = ChartMapping
            .Map(Input([Line("n", (largest, null, null)) with { Style = ChartStyle.Bar }]) with { Y = ChartAxis.Count("Interactions") })
            .Layout.YAxis[0];
        Assert.Equal((step, ",d"), (axis.DTick, axis.TickFormat));
    }

    [Fact]
    public void Names_AreNeverSlanted_ButShortenedToTheirRoom()
    {
        var names = Enumerable.Range(0, 12).Select(n => $"segment with a long name {n}").ToList();
        var input = Input([new ChartSeries("outcome", [.. names.Select(n => new ChartPoint(n, 1))]) { Style = ChartStyle.Points }]);
        var wide = ChartMapping.Map(input with { Width = 1800 }).Layout.XAxis[0];
        Assert.Equal((0m, 12), (wide.TickAngle, wide.TickVals.Count));
        Assert.All(wide.TickText.Cast<string>(), t => Assert.InRange(t.Length, 10, 20));
        var narrow = ChartMapping.Map(input with { Width = 340 }).Layout.XAxis[0];
        Assert.InRange(narrow.TickVals.Count, 3, 6);
        Assert.All(narrow.TickText.Cast<string>(), t => Assert.EndsWith("…", t, StringComparison.Ordinal));
    }

    [Fact]
    public void Axis_WithOneEndSet_ComputesTheOther()
    {
        var axis = ChartMapping.Map(Input([Line("v1", (1, null, null))]) with { Y = new ChartAxis { Max = 1 } }).Layout.YAxis[0];
        Assert.Null(axis.Range);
        Assert.Equal((null, 1.0), (axis.AutoRangeOptions.MinAllowed, axis.AutoRangeOptions.MaxAllowed));
    }

    [Fact]
    public void FewDays_AreNotDividedIntoHours()
    {
        Assert.NotNull(Map(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(1), 1)])).Layout.XAxis[0].DTick);
        Assert.Null(Map(new ChartSeries("v1", [new(Monday, 1), new(Monday.AddDays(70), 1)])).Layout.XAxis[0].DTick);
        Assert.Null(Map(new ChartSeries("v1", [new(new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero), 1)])).Layout.XAxis[0].DTick);
    }

    [Fact]
    public void ExternalText_IsNeverMarkup()
    {
        const string Hostile = "<img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">v&amp;1</a>\n<b>";
        var series = Enumerable.Range(0, 2).Select(_ => new ChartSeries(Hostile, [new(Hostile, 1, 0, 2, Hostile)])).ToList();
        var figure = ChartMapping.Map(
            Input([.. series], new ChartMark(Hostile, Hostile)) with
            {
                X = new ChartAxis(Hostile, Hostile),
                Y = new ChartAxis(Hostile, Hostile),
            }
        );
        // The only tags are ours: the line break of the text at the pointer, and no second box next to it.
        var text = JsonSerializer
            .Serialize(new { Data = figure.Data.Cast<object>(), figure.Layout })
            .Replace("\\u003Cbr\\u003E", "", StringComparison.Ordinal)
            .Replace("\\u003Cextra\\u003E\\u003C/extra\\u003E", "", StringComparison.Ordinal);
        Assert.DoesNotContain("\\u003C", text, StringComparison.Ordinal);
        Assert.Contains("\\u0026lt;img", text, StringComparison.Ordinal);
        Assert.Contains("&amp;amp;", (string)figure.Layout.XAxis[0].CategoryArray[0], StringComparison.Ordinal);
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
        Assert.Equal(kept ? link : null, Map(new ChartSeries("v1", [new(1.0, 1, Link: link)])).Link(0, 0));
    }

    /// <summary>plotly.js rounds small numbers in labels. They are drawn at their position and labeled with all digits.</summary>
    [Fact]
    public void SmallValues_AreDrawnAndLabeled()
    {
        var figure = Map(Line("cost", (0.0000031, 0.000002, 0.000004)));
        Assert.Equal(0.0000031, ((Scatter)figure.Data[^1]).Y[0]);
        Assert.Equal("~g", figure.Layout.YAxis[0].TickFormat);
        Assert.Contains("0.0000031 (0.000002–0.000004)", ((Scatter)figure.Data[^1]).HoverTextArray[0], StringComparison.Ordinal);
        Assert.Null(Map(Line("cost", (3.1, null, null))).Layout.YAxis[0].TickFormat);
        Assert.Equal(".12~%", Shares(0.0000031));
        Assert.Equal("~%", Shares(0.5));
        static string Shares(double value) =>
            ChartMapping
                .Map(Input([Line("share", (value, null, null))]) with { Y = new ChartAxis { IsShare = true } })
                .Layout.YAxis[0]
                .TickFormat;
    }

    private static ChartFigure Map(ChartSeries series) => ChartMapping.Map(Input([series]));

    private static Scatter Single(ChartSeries series) => (Scatter)Map(series).Data.Single();

    private static ChartInput Input(IReadOnlyList<ChartSeries> series, params ChartMark[] marks) =>
        new(series, marks, new ChartAxis(), new ChartAxis(), IsStacked: false, Width: 800, Height: 260, IsDark: false);

    private static ChartSeries Line(string name, params (double? Y, double? Low, double? High)[] weeks) =>
        new(name, [.. weeks.Select((w, n) => new ChartPoint(Monday.AddDays(7 * n), w.Y, w.Low, w.High))]);
}
