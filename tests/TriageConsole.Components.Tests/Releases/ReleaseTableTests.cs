using AngleSharp.Dom;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.Releases;

public sealed class ReleaseTableTests : ComponentTest
{
    private readonly List<ReleaseAsk> asked = [];

    [Fact]
    public void EveryState_HasPromoteAndRollBack_AndDisabledOnesHaveAReason()
    {
        var live = Row(1, "live-1", ReleaseState.Live);
        foreach (var state in Enum.GetValues<ReleaseState>())
        {
            var row = state == ReleaseState.Live ? live : Row(2, "other-2", state);
            var table = Open(List(row, live), [row], Approver);
            var buttons = table.FindAll("td.do .actions-main button");
            Assert.Equal(2, buttons.Count);
            foreach (var button in buttons.Where(b => b.HasAttribute("disabled")))
                Assert.NotEmpty(table.Find($"#{button.GetAttribute("aria-describedby")}").TextContent);
        }
    }

    [Fact]
    public async Task SupersededRelease_OffersARollbackToItself()
    {
        var row = Row(2, "answers-1", ReleaseState.Superseded);
        var table = Open(List(Row(1, "answers-3", ReleaseState.Live), row), [row], Approver);
        var button = Button(table, "Roll back to this version answers-1");
        Assert.False(button.HasAttribute("disabled"));
        await button.ClickAsync(new());
        Assert.Equal((ReleaseAct.RollBackTo, "answers-1"), (asked.Single().Act, asked.Single().Row!.Name));
    }

    [Fact]
    public void Lead_SeesBothButtonsDisabled_WithTheReason()
    {
        var row = Row(2, "answers-2", ReleaseState.Canary, Passing) with { Verdict = GateVerdict.Promote };
        var table = Open(List(Row(1, "answers-1", ReleaseState.Live), row), [row], Lead);
        Assert.All(table.FindAll("td.do .actions-main button"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains(ReleaseOffers.NeedsApprover, table.Find("td.do").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_AreListedWorstFirst()
    {
        var row = Row(2, "answers-2", ReleaseState.Canary, Waiting, Passing, Failing);
        var table = Open(List(Row(1, "answers-1", ReleaseState.Live), row), [row], Approver);
        Assert.Equal(["bad", "warn", "ok"], table.FindAll("td.gates .chip").Select(c => c.ClassList.Last(n => n != "chip")));
        table.Find("td.gates button").Click();
        Assert.Equal(["Outcome", "Minimum sample", "Components"], table.FindAll("ul.gates b").Select(b => b.TextContent));
        Assert.Contains("Promote: Outcome fails: −12 pp (−20 to −4)", table.Find("td.do").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VersionFromTraffic_IsARow_WithItsOutcomeAndRegister()
    {
        var seen = new UnregisteredVersion(
            "m-2023",
            false,
            500,
            Noon.AddYears(-3),
            new VersionOutcome("resolved", 400, 0.75, 0.705, 0.79, true)
        );
        var table = Open(List() with { Unregistered = [seen] }, [], Approver, [seen]);
        var row = Assert.Single(table.FindAll("tbody tr"));
        Assert.Contains("75\u202F% (70.5–79)", row.TextContent, StringComparison.Ordinal);
        Assert.True(Button(table, "Promote m-2023").HasAttribute("disabled"));
        Assert.True(Button(table, "Roll back m-2023").HasAttribute("disabled"));
        await Button(table, "Register m-2023").ClickAsync(new());
        Assert.Equal((ReleaseAct.Register, "m-2023"), (asked.Single().Act, asked.Single().Version));
    }

    [Fact]
    public void VersionFromTraffic_WithALiveRelease_CannotBeRegisteredAsLive()
    {
        var seen = new UnregisteredVersion("m-2023", false, 500, Noon.AddYears(-3));
        var live = Row(1, "answers-1", ReleaseState.Live);
        Assert.DoesNotContain(Open(List(live), [], Approver, [seen]).FindAll("button"), b => b.TextContent.Contains("as live"));
        Assert.Contains(Open(List(), [], Approver, [seen]).FindAll("button"), b => b.TextContent.Contains("as live"));
        Assert.DoesNotContain(Open(List(), [], Lead, [seen]).FindAll("button"), b => b.TextContent.Contains("as live"));
    }

    private static IElement Button(IRenderedComponent<ReleaseTable> table, string name) =>
        // Razor drops the space before the hidden part of a name; browsers add it again.
        table
            .FindAll("button")
            .Single(b => b.TextContent.Trim() == name.Replace($" {Subject(name)}", Subject(name), StringComparison.Ordinal));

    private static string Subject(string name) => name[(name.LastIndexOf(' ') + 1)..];

    private IRenderedComponent<ReleaseTable> Open(
        ReleaseList list,
        IReadOnlyList<ReleaseRow> rows,
        ReleaseRights rights,
        IReadOnlyList<UnregisteredVersion>? versions = null
    ) =>
        Render<ReleaseTable>(p =>
            p.Add(t => t.Label, "Releases")
                .Add(t => t.Workflow, Workflow)
                .Add(t => t.List, list)
                .Add(t => t.Rows, rows)
                .Add(t => t.Versions, versions ?? [])
                .Add(t => t.Rights, rights)
                .Add(t => t.Now, Noon)
                .Add(t => t.Asked, asked.Add)
        );
}
