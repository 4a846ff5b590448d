using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Home;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.Releases;

/// <summary>Dialogs and cards of plans, approvals and freezes.</summary>
public sealed class PlanTests : ComponentTest
{
    private static readonly ActiveFreeze Launch = new("Launch", Noon.AddHours(3), "Europe/Berlin");
    private readonly ReleaseRow row = Row(2, "answers-2", ReleaseState.Evaluating, Passing);
    private readonly List<NewPlan> planned = [];
    private readonly List<ApprovalRequest> asked = [];
    private readonly List<string?> confirmed = [];
    private readonly List<string> despite = [];

    public PlanTests() =>
        Services
            .AddSingleton(new CurrentPerson(null!, null!, new Times()))
            .AddSingleton(new PlanService(null!, null!, null!, null!, null!, TimeProvider.System))
            .AddSingleton(new ApprovalService(null!, null!, null!, null!, null!, TimeProvider.System));

    [Fact]
    public async Task Canary_WithTheProposedSteps_StartsNow()
    {
        var page = OpenPlan(null);
        Assert.Contains("Start canary", page.Find("[role=dialog] button[type=submit]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(new NewPlan(2, 1, PlanKind.Canary, null, "5% 1h, 25% 24h, 50% 2d", ""), planned.Single());
    }

    [Fact]
    public async Task WrongSteps_AreNamedInTheDialog()
    {
        var page = OpenPlan(null);
        await page.Find("[role=dialog] input[type=text]").InputAsync(new ChangeEventArgs { Value = "50% 1h, 20% 1h" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(planned);
        Assert.Contains("“20% 1h”: each step has a larger share", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promotion_NeedsATime()
    {
        var page = OpenPlan(Launch);
        await page.FindAll("[role=dialog] input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(planned);
        Assert.Contains("Enter a date and a time.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] input[type=datetime-local]").ChangeAsync(new ChangeEventArgs { Value = "2026-11-21T08:30" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(
            (PlanKind.Promotion, new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero)),
            (planned.Single().Kind, planned.Single().StartsAt)
        );
    }

    [Fact]
    public async Task StartDuringAFreeze_NeedsAReason()
    {
        var page = OpenPlan(Launch);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(planned);
        Assert.Contains("Enter a reason, or wait", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.FindAll("[role=dialog] input[type=text]")[^1].InputAsync(new ChangeEventArgs { Value = "a fix" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal("a fix", planned.Single().FreezeReason);
    }

    [Fact]
    public async Task PromotionDuringAFreeze_SaysUntilWhen_AndNeedsAReason()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<PromoteDialog>(0);
            builder.AddComponentParameter(1, nameof(PromoteDialog.Workflow), Workflow);
            builder.AddComponentParameter(2, nameof(PromoteDialog.Row), row);
            builder.AddComponentParameter(3, nameof(PromoteDialog.List), List(row) with { Freeze = Launch });
            builder.AddComponentParameter(4, nameof(PromoteDialog.Now), Noon);
            builder.AddComponentParameter(
                5,
                nameof(PromoteDialog.FreezeReasonChanged),
                EventCallback.Factory.Create<string>(this, despite.Add)
            );
            builder.AddComponentParameter(6, nameof(PromoteDialog.Confirmed), EventCallback.Factory.Create<string?>(this, confirmed.Add));
            builder.CloseComponent();
        });
        var dialog = page.Find("[role=dialog]").TextContent;
        Assert.Contains("“Launch” lasts until 2026-11-20 16:00 (Europe/Berlin)", dialog, StringComparison.Ordinal);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(confirmed);
        await page.Find("[role=dialog] input[type=text]").InputAsync(new ChangeEventArgs { Value = "a fix" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["a fix"], despite);
        Assert.Equal([null], confirmed);
    }

    [Fact]
    public async Task RequestForACanary_HasItsSteps()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<RequestApprovalDialog>(0);
            builder.AddComponentParameter(1, nameof(RequestApprovalDialog.Row), row);
            builder.AddComponentParameter(
                2,
                nameof(RequestApprovalDialog.Confirmed),
                EventCallback.Factory.Create<ApprovalRequest>(this, asked.Add)
            );
            builder.CloseComponent();
        });
        await page.FindAll("[role=dialog] input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await page.Find("[role=dialog] input[type=text]").InputAsync(new ChangeEventArgs { Value = "10% 1h" });
        await page.Find("[role=dialog] textarea").InputAsync(new ChangeEventArgs { Value = "Better dates." });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(new ApprovalRequest(2, ApprovalKind.Canary, "10% 1h", "Better dates."), asked.Single());
    }

    [Fact]
    public void RunningPlan_ShowsItsStep_TheNextOne_AndWhyItWaits()
    {
        var page = OpenCard(PlanState.Running, "Freeze.", Approver);
        Assert.Contains("Step 2 comes in 40 minutes", page.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Contains("The next step waits. Freeze.", page.Find(".mud-alert").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1, current", "2"], page.FindAll("tbody tr").Select(r => r.Children[0].TextContent));
        Assert.Equal(["Pause", "End canary"], page.FindAll("button").Select(b => b.TextContent.Trim()));
        Assert.Equal(["End canary"], OpenCard(PlanState.Paused, "", Lead).FindAll("button").Select(b => b.TextContent.Trim()));
        Assert.Equal(
            ["Resume", "End canary"],
            OpenCard(PlanState.Paused, "", Approver).FindAll("button").Select(b => b.TextContent.Trim())
        );
        Assert.Empty(OpenCard(PlanState.Ended, "", Approver).FindAll("button"));
    }

    [Fact]
    public void Request_OffersAnswers_OnlyToAnotherApprover()
    {
        Assert.Equal(["Approve", "Decline", "Add comment", "Withdraw"], Buttons(Approver, ApprovalState.Open, false));
        Assert.Equal(["Add comment", "Withdraw"], Buttons(Lead, ApprovalState.Open, false));
        // The author of the release, in a workflow with the rule of two people.
        Assert.Equal(["Add comment", "Withdraw"], Buttons(Approver with { UserId = 50 }, ApprovalState.Open, true));
        Assert.Empty(Buttons(Approver, ApprovalState.Declined, false));
    }

    [Fact]
    public void Home_ShowsARequest_ToApproversOtherThanTheOneWhoAsked()
    {
        var request = new OpenApproval(2, "answers-2", ApprovalKind.Promotion, Lead.UserId, "Lea", Noon, "Better dates.");
        var workflow = new ReleaseWorkflowRow(Workflow, "answers-1", 1, 1, [], null, null) { Approvals = [request] };
        IEnumerable<HomeAction> Of(ReleaseRights rights) => HomeActions.Of([workflow], _ => rights, [], [], [], [], []);
        var action = Assert.Single(Of(Approver));
        Assert.Equal(
            (HomeActionKind.ApprovalRequest, "Lea asks you to approve the promotion of answers-2 of Support chat", "Better dates."),
            (action.Kind, action.Text, action.Detail)
        );
        Assert.StartsWith("releases/support.chat/2", action.Link, StringComparison.Ordinal);
        Assert.Empty(Of(Lead));
        Assert.Empty(Of(Approver with { UserId = Lead.UserId }));
    }

    private IEnumerable<string> Buttons(ReleaseRights rights, ApprovalState state, bool needsTwoPeople) =>
        Render<ApprovalsCard>(p =>
                p.Add(c => c.Workflow, Workflow)
                    .Add(c => c.Row, row)
                    .Add(c => c.Rights, rights)
                    .Add(c => c.NeedsTwoPeople, needsTwoPeople)
                    .Add(c => c.Now, Noon)
                    .Add(
                        c => c.Requests,
                        [
                            new ApprovalRow(
                                4,
                                ApprovalKind.Promotion,
                                state,
                                "",
                                Lead.UserId,
                                "Lea",
                                Noon,
                                null,
                                null,
                                Noon.AddDays(7),
                                0,
                                [new ApprovalRemarkRow(ApprovalStep.Requested, Noon, "Lea", "Better dates.")]
                            ),
                        ]
                    )
            )
            .FindAll("button")
            .Select(b => b.TextContent.Trim());

    private IRenderedComponent<PlanCard> OpenCard(PlanState state, string held, ReleaseRights rights) =>
        Render<PlanCard>(p =>
            p.Add(c => c.Workflow, Workflow)
                .Add(c => c.Rights, rights)
                .Add(c => c.Now, Noon)
                .Add(
                    c => c.Plan,
                    new PlanRow(
                        9,
                        2,
                        "answers-2",
                        PlanKind.Canary,
                        state,
                        Noon,
                        1,
                        Noon.AddMinutes(40),
                        held,
                        "Aron",
                        Noon,
                        null,
                        "",
                        3,
                        [
                            new PlanStepRow(1, 0.05, TimeSpan.FromHours(1), Noon.AddMinutes(-20)),
                            new PlanStepRow(2, 0.25, TimeSpan.FromHours(24), null),
                        ]
                    )
                )
        );

    private IRenderedComponent<IComponent> OpenPlan(ActiveFreeze? freeze) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<PlanDialog>(0);
            builder.AddComponentParameter(1, nameof(PlanDialog.Row), row);
            builder.AddComponentParameter(
                2,
                nameof(PlanDialog.List),
                List(Row(1, "answers-1", ReleaseState.Live), row) with
                {
                    Freeze = freeze,
                }
            );
            builder.AddComponentParameter(3, nameof(PlanDialog.Confirmed), EventCallback.Factory.Create<NewPlan>(this, planned.Add));
            builder.CloseComponent();
        });
}
