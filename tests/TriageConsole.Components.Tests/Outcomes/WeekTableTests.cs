using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Outcomes;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.Outcomes;

public sealed class WeekTableTests : ComponentTest
{
    private static readonly OutcomeSums Low = new(1000, 700, 700);
    private static readonly OutcomeSums High = new(1000, 780, 780);

    [Fact]
    public void Contributions_AddUpToTheChangeOfTheMean_TheLargestFirst()
    {
        (string Name, OutcomeSums Before, OutcomeSums Now)[] versions =
        [
            ("one", new(900, 630, 630), new(500, 350, 350)),
            ("two", new(100, 70, 70), default),
            ("three", default, new(500, 430, 430)),
        ];
        var parts = WeekContributor.Of(versions, lowerIsBetter: false);
        Assert.Equal("three", parts[0].Name);
        Assert.True(parts[0].IsNew);
        Assert.Equal(0.78 - 0.7, parts.Sum(p => p.Gain), 10);
        Assert.Equal(-0.08, WeekContributor.Of(versions, lowerIsBetter: true).Sum(p => p.Gain), 10);
    }

    [Theory]
    [InlineData(true, true, "better", "ok")]
    [InlineData(false, true, "worse", "bad")]
    public void DecisiveChange_IsNamedWithItsInterval(bool isBetter, bool hasGain, string words, string style)
    {
        var table = Open(isBetter ? Row(Low, High) : Row(High, Low));
        Assert.Contains(words, table.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.Contains(style, table.Find(".chip").ClassList);
        Assert.Equal(hasGain, table.Markup.Contains($"{(isBetter ? "+" : "−")}8 pp", StringComparison.Ordinal));
        Assert.Contains("78 % (75.3–80.5)", table.Markup, StringComparison.Ordinal);
        Assert.Equal("outcomes/x?version=three", table.FindAll("td a")[1].GetAttribute("href"));
    }

    [Fact]
    public void SmallChange_IsNotDecisive() =>
        Assert.Contains("not decisive", Open(Row(Low, new(1000, 705, 705))).Markup, StringComparison.Ordinal);

    [Fact]
    public void Segments_AndThePattern_AreContributorsToo()
    {
        var row = Row(High, Low) with
        {
            Contributors = [new WeekContributor("billing", -0.05, false, "outcomes/x?segment=billing", "segment")],
            Pattern = new WeekPattern("country = DE", "patterns/x/7", 3, 1),
        };
        var text = Open(row).Find("[data-label=Contributors]").TextContent;
        Assert.Matches("segment\\s*billing", text);
        Assert.Contains("3 → 1 failure", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FewOutcomes_AreInsufficientData() =>
        Assert.Contains(
            "insufficient data",
            Open(Row(new(20, 10, 10), new(20, 20, 20))).Find(".chip").TextContent,
            StringComparison.Ordinal
        );

    [Fact]
    public void WeekWithoutOutcomes_IsNoData()
    {
        var table = Open(Row(default, High));
        Assert.Contains("no data", table.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("pp", table.Find("td.figures").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<WeekTable> Open(WeekRow row) => Render<WeekTable>(p => p.Add(w => w.Rows, [row]));

    private static WeekRow Row(OutcomeSums before, OutcomeSums now) =>
        new(
            Workflow,
            "resolved",
            "case",
            true,
            MeanEstimate.Of(before),
            MeanEstimate.Of(now),
            OutcomeShift.Of(before, now, lowerIsBetter: false),
            [new WeekContributor("three", 0.06, true, "outcomes/x?version=three")],
            [(Noon.AddDays(-2), 0.7), (Noon, 0.78)],
            "outcomes/x"
        );
}
