using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;
using TriageConsole.Features.Reports;

namespace TriageConsole.Components.Tests.Reports;

public sealed class ReportBodyTests : ComponentTest
{
    private static readonly IsoWeek Week = new(2026, 47);
    private static readonly ReportFigure None = new(0, null, null, null);

    [Theory]
    [InlineData(ShiftVerdict.Better, "better", "ok")]
    [InlineData(ShiftVerdict.Worse, "worse", "bad")]
    [InlineData(ShiftVerdict.NoClearChange, "not decisive", "chip")]
    [InlineData(ShiftVerdict.NotEnough, "insufficient data", "warn")]
    public void Measure_HasItsDifferenceIntervalAndVerdict(ShiftVerdict verdict, string words, string style)
    {
        var tile = Open(Full() with { Measures = [Measure(verdict)] }).Find(".report-measures li");
        Assert.Contains(words, tile.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(style, tile.QuerySelector(".chip")!.ClassList);
        Assert.Equal("+15 pp", tile.QuerySelector(".report-figure")!.TextContent);
        Assert.Contains("95 % interval +2.1 to +27.2", tile.TextContent, StringComparison.Ordinal);
        Assert.Contains("60 % (50.2–69.1) → 75 % (65.7–82.5)", tile.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_ShowPatternsChangesAndSteps_WithLinks()
    {
        var body = Open(Full());
        Assert.Contains("60 % (44.6–73.7) → 10 % (4.3–21.4)", body.Markup, StringComparison.Ordinal);
        Assert.Contains("60 % → 20 %", body.Markup, StringComparison.Ordinal);
        Assert.Equal(
            ["outcomes/support?version=r2", "patterns/support/7", "patterns/support/8", "releases/support/3", "patterns/support/7"],
            body.FindAll("a").Select(a => a.GetAttribute("href"))
        );
        Assert.Matches(@"20 labels by 2 people in\s+15 min", body.Markup);
        Assert.Contains("38.1 ", body.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Approver_OpensOutcomesAndReleasesOnly_AndAFileWithoutAddressHasNoLinks()
    {
        var approver = Render<ReportBody>(p => p.Add(b => b.Report, Full()).Add(b => b.OpensAll, false));
        Assert.Equal(["outcomes/support?version=r2", "releases/support/3"], approver.FindAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Fix: segment = gold", approver.Markup, StringComparison.Ordinal);
        Assert.Empty(Render<ReportBody>(p => p.Add(b => b.Report, Full()).Add(b => b.HasLinks, false)).FindAll("a"));
    }

    [Fact]
    public void EmptyReport_SaysSoInEachPart()
    {
        var empty = new LoopReport(
            "support",
            "Support",
            "acme",
            "2026-W47",
            Week.Start,
            Week.End,
            false,
            Week.End,
            ["No outcomes were measured."],
            [],
            [],
            [],
            [],
            new ReportExperts(0, 0, 0, 0, 0, 0, [], 0, [], null, "cases"),
            []
        );
        var text = Open(empty).Markup;
        foreach (
            var words in new[]
            {
                "This week is not over.",
                "No version has measured outcomes in these two weeks.",
                "No failure pattern was fixed, regressed or appeared in this week.",
                "No release, rubric or golden item changed in this week.",
                "Nobody labeled in this week.",
                "No item was labeled twice in this week",
                "No recovered outcome is measured",
                "No next steps:",
            }
        )
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreText()
    {
        const string Name = "<img src=x onerror=alert(1)>";
        var body = Open(Full() with { Summary = [Name], NextSteps = [new NextStep(NextStepKind.Pattern, Name, Name, "patterns/x")] });
        Assert.Empty(body.FindAll("img"));
        Assert.Equal(Name, body.Find(".report-answer p").TextContent);
    }

    private IRenderedComponent<ReportBody> Open(LoopReport report) => Render<ReportBody>(p => p.Add(b => b.Report, report));

    private static ReportMeasure Measure(ShiftVerdict verdict) =>
        new(
            "resolved",
            ReportMeasureKind.Outcome,
            null,
            true,
            false,
            new ReportFigure(100, 0.6, 0.502, 0.691),
            new ReportFigure(100, 0.75, 0.657, 0.825),
            new Interval(0.15, 0.021, 0.272),
            verdict
        );

    private static LoopReport Full() =>
        new(
            "support",
            "Support",
            "acme",
            "2026-W47",
            Week.Start,
            Week.End,
            true,
            Week.End,
            ["“resolved” got better."],
            [Measure(ShiftVerdict.Better)],
            [new ReportVersion("r2", 49, None, new ReportFigure(49, 0.9, 0.78, 0.95), 0.146, true, "outcomes/support?version=r2")],
            [
                new ReportPattern(
                    7,
                    "country = DE",
                    ReportPatternKind.Fixed,
                    Week.Start,
                    "Lea",
                    ReportPatternWeek.Of(40, 24, 40),
                    ReportPatternWeek.Of(50, 5, 25),
                    new Interval(-0.5, -0.65, -0.32),
                    ShiftVerdict.Better,
                    ["r2"],
                    "patterns/support/7"
                ),
            ],
            [new ReportChange(ReportChangeKind.Promotion, Week.Start, "r2 went live.", "a reason", "Aron", false, "releases/support/3")],
            new ReportExperts(20, 15, 2, 3, 6, 6, [], 1, [new ReportRecovery("country = DE", 38.1, "patterns/support/7")], 38.1, "cases"),
            [new NextStep(NextStepKind.Pattern, "Fix: segment = gold", "It costs 9 cases a week.", "patterns/support/8", 9)]
        );
}
