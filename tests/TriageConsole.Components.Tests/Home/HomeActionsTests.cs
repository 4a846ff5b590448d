using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Home;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.Home;

public sealed class HomeActionsTests : ComponentTest
{
    private static readonly CandidateVerdict Ready = new(2, "answers-2", true, Noon, ReleaseState.Canary);
    private static readonly CandidateVerdict Worse = new(3, "answers-3", false, Noon, ReleaseState.Canary, Failing);

    [Fact]
    public void Actions_AreOrderedByUrgency_FailuresFirst()
    {
        var actions = Of(Approver, Row([Worse, Ready], MonitorState.ActionNeeded));
        Assert.Equal(
            [
                HomeActionKind.Regression,
                HomeActionKind.FailingGate,
                HomeActionKind.ReadyRelease,
                HomeActionKind.PersonalData,
                HomeActionKind.Flags,
                HomeActionKind.Disagreements,
                HomeActionKind.GoldenItems,
                HomeActionKind.DataAlerts,
                HomeActionKind.Setup,
            ],
            actions.Select(a => a.Kind)
        );
    }

    [Fact]
    public void FailingGate_InACanary_OffersToEndIt_AndALeadCannotRollBack()
    {
        var action = Of(Lead, Row([Worse]))[0];
        Assert.Equal("answers-3 of Support chat: Outcome fails: −12 pp (−20 to −4)", action.Text);
        Assert.Equal(
            [(ReleaseAct.Stop, "End canary", null), (ReleaseAct.RollBack, "Roll back", ReleaseOffers.NeedsApprover)],
            action.Buttons.Select(b => (b.Act, b.Text, b.Missing))
        );
        Assert.All(Of(Approver, Row([Worse]))[0].Buttons, b => Assert.Null(b.Missing));
    }

    [Fact]
    public void FailingGate_WithoutTraffic_OffersNoRollback() =>
        Assert.Empty(Of(Approver, Row([Worse with { State = ReleaseState.Evaluating }]))[0].Buttons);

    [Fact]
    public void List_ShowsFailuresInRed_WithTheirButtons()
    {
        var page = Open(Of(Lead, Row([Worse, Ready])));
        var first = page.Find(".action-list li");
        Assert.Contains("bad", first.ClassList);
        Assert.Equal([false, true], first.QuerySelectorAll("button").Select(b => b.HasAttribute("disabled")));
        Assert.Contains(ReleaseOffers.NeedsApprover, first.TextContent, StringComparison.Ordinal);
        Assert.Contains("The candidate is worse.", first.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WithoutActions_SaysSo() =>
        Assert.Contains("No action needed.", Open([]).Find("section").TextContent, StringComparison.Ordinal);

    [Fact]
    public void BetterLiveRelease_IsGoodNews_AndOthersAreNot()
    {
        var better = Row([], MonitorState.Running, 0.4, 0.1, 0.7);
        var page = Render<GoodNewsList>(p => p.Add(g => g.Rows, [better, Row([], MonitorState.Running, 0.4, -0.1, 0.9)]));
        var news = Assert.Single(page.FindAll("li")).TextContent;
        Assert.Contains("answers-1 of Support chat is better than", news, StringComparison.Ordinal);
        Assert.Contains("+40 pp (+10 to +70)", news, StringComparison.Ordinal);
        var minutes = Row([], MonitorState.Running, 4, 1, 7, isShare: false);
        Assert.Contains(
            "+4 min (+1 to +7)",
            Render<GoodNewsList>(p => p.Add(g => g.Rows, [minutes])).Find("li").TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(Render<GoodNewsList>(p => p.Add(g => g.Rows, [])).Nodes);
    }

    [Fact]
    public void Flags_OfPersonalData_AreAnEntryOfTheirOwn()
    {
        var flags = Of(Lead).Where(a => a.Kind is HomeActionKind.PersonalData or HomeActionKind.Flags).ToList();
        Assert.Equal(
            [
                ("Support chat: 1 flag of personal data", $"flags/{Workflow.Address}&kind=personal_data"),
                ("Support chat: 2 open flags, 30 reasons for skipping", $"flags/{Workflow.Address}"),
            ],
            flags.Select(a => (a.Text, a.Link))
        );
    }

    private static IReadOnlyList<HomeAction> Of(ReleaseRights rights, params ReleaseWorkflowRow[] releases) =>
        HomeActions.Of(
            releases,
            _ => rights,
            [(Workflow, new FlagCounts(1, 2, 30))],
            [(Workflow, "3")],
            [("support.chat", "Support chat", 2)],
            [(Workflow, 1)],
            [Workflow with { Configured = false }]
        );

    private static ReleaseWorkflowRow Row(
        IReadOnlyList<CandidateVerdict> verdicts,
        MonitorState? state = null,
        double? gain = null,
        double? low = null,
        double? high = null,
        bool isShare = true
    ) =>
        new(
            Workflow,
            "answers-1",
            1,
            verdicts.Count,
            verdicts,
            state is { } s
                ? new MonitoringRow(
                    1,
                    "answers-1",
                    "answers-0",
                    s,
                    true,
                    Noon,
                    Noon.AddDays(7),
                    100,
                    gain,
                    low,
                    high,
                    isShare,
                    "min",
                    "Fewer cases are resolved."
                )
                : null,
            ExperimentKind.Split
        );

    private IRenderedComponent<ActionList> Open(IReadOnlyList<HomeAction> actions)
    {
        // Only read when a button is pressed.
        Services
            .AddSingleton(new ReleaseReader(null!, null!, null!, TimeProvider.System))
            .AddSingleton(new CurrentPerson(null!, null!, new Times()));
        return Render<ActionList>(p => p.Add(a => a.Actions, actions).Add(a => a.Now, Noon).Add(a => a.Changed, EventCallback.Empty));
    }
}
