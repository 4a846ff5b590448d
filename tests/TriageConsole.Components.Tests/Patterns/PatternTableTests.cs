using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Patterns;

public sealed class PatternTableTests : ComponentTest
{
    private PatternChange? change;

    [Fact]
    public void Row_HasRateAndImpactInTheirNotation()
    {
        var table = Open(Pattern());
        Assert.StartsWith("78.5 % (76.1–80.7)", table.Find(".rate").TextContent, StringComparison.Ordinal);
        Assert.Equal("12.5 tickets", table.Find(".impact").TextContent.Trim());
        Assert.Matches(@"^20 %\s*rest 80 %$", table.Find("td.num:not(.rank)").TextContent.Trim());
        Assert.Matches(@"^0\.2\s*rest 0\.8$", Open(Pattern() with { IsOutcomeShare = false }).Find("td.num:not(.rank)").TextContent.Trim());
        Assert.Equal("no outcome data", Open(Pattern() with { OutcomeMean = null }).Find(".impact").TextContent.Trim());
    }

    [Fact]
    public async Task Status_IsSetInTheRow_WithWhatThePersonSaw()
    {
        var table = Open(Pattern());
        Assert.Equal("new", table.Find("select[aria-label^='Status of']").GetAttribute("value"));
        await table.Find("select[aria-label^='Status of']").ChangeAsync(new() { Value = "fixing" });
        Assert.Equal((PatternState.Fixing, 7, new PatternStanding(PatternState.New, 7)), (change!.State, change.OwnerId, change.Seen));
    }

    [Fact]
    public async Task Owner_IsSetInTheRow_AndAPersonWhoIsNoLeadAnyMoreStaysNamed()
    {
        var table = Open(Pattern());
        Assert.Equal(
            ["no owner", "Olga (not a lead)", "Ada"],
            table.FindAll("select[aria-label^='Owner of'] option").Select(o => o.TextContent)
        );
        await table.Find("select[aria-label^='Owner of']").ChangeAsync(new() { Value = "3" });
        Assert.Equal((3, PatternState.New), (change!.OwnerId, change.State));
        await table.Find("select[aria-label^='Owner of']").ChangeAsync(new() { Value = "" });
        Assert.Null(change!.OwnerId);
    }

    private IRenderedComponent<PatternTable> Open(PatternReport pattern) =>
        Render<PatternTable>(p =>
            p.Add(t => t.Workflow, new WorkflowRef(1, 1, "acme", "support.chat", "support.chat", true, null))
                .Add(t => t.Patterns, [pattern])
                .Add(t => t.People, [new PatternPerson(3, "Ada")])
                .Add(t => t.Unit, new ImpactUnit("tickets", 4))
                .Add(t => t.IsRanked, true)
                .Add(t => t.Changed, c => change = c)
        );

    private static PatternReport Pattern() =>
        new(
            1,
            "country = DE",
            [],
            "new",
            "Olga",
            true,
            1,
            default,
            default,
            null,
            100,
            78,
            0.4,
            0.785,
            0.761,
            0.807,
            0.1,
            0.001,
            1,
            1,
            "resolved",
            90,
            0.2,
            0.8,
            true,
            0.6,
            20,
            50,
            0,
            "systematic",
            "",
            "retry",
            "Retry",
            [],
            7
        );
}
