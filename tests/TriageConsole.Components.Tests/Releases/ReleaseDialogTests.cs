using Microsoft.AspNetCore.Components;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.Releases;

public sealed class ReleaseDialogTests : ComponentTest
{
    private readonly UnregisteredVersion[] versions = [new("m-2", false, 20, Noon), new("m-1", false, 500, Noon.AddYears(-1))];
    private readonly List<string?> confirmed = [];
    private readonly List<(ExperimentKind Kind, IReadOnlyList<CandidateShare> Candidates)> started = [];

    [Fact]
    public async Task Promote_WithPassingGates_NamesTheChange_AndNeedsNoReason()
    {
        var page = OpenPromote(Row(2, "answers-2", ReleaseState.Canary, Passing), isAnyway: false);
        Assert.Contains("in place of answers-1", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Prompt answer: answers-1 → answers-2", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[role=dialog] textarea"));
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal([null], confirmed);
    }

    [Fact]
    public void Promote_NamesTheLabelsBehindIt_AndThoseThatAGateNeeds()
    {
        var page = OpenPromote(Row(2, "answers-2", ReleaseState.Canary, Waiting), isAnyway: true, labels: Labels, leads: true);
        var text = Flat(page.Find("[role=dialog]").TextContent);
        Assert.Contains("The gate Golden set still needs 2 more golden items.", text, StringComparison.Ordinal);
        Assert.Contains("0 golden items, 5 more labeled, 12 not labeled", text, StringComparison.Ordinal);
        Assert.Contains("4 golden items of its evaluation use 11 labels by Ann (8), Ben (3).", text, StringComparison.Ordinal);
        var links = page.FindAll("[role=dialog] a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Contains("queues/support.chat?tenant=acme&pattern=9", links);
        Assert.Contains("evals/5", links);
    }

    [Fact]
    public void Promote_ByAnApproverWhoIsNoLead_HasNoLinksToPagesOfLeads()
    {
        var page = OpenPromote(Row(2, "answers-2", ReleaseState.Canary, Waiting), isAnyway: true, labels: Labels);
        Assert.Contains("country = FR", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(
            page.FindAll("[role=dialog] a"),
            a => a.GetAttribute("href")!.StartsWith("queues/", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            page.FindAll("[role=dialog] a"),
            a => a.GetAttribute("href")!.StartsWith("patterns/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task PromoteAnyway_NeedsAReason_AndNamesTheFailingGate()
    {
        var page = OpenPromote(Row(2, "answers-2", ReleaseState.Canary, Waiting, Failing), isAnyway: true);
        Assert.Contains("Outcome fails.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(confirmed);
        Assert.Contains("Enter a reason.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] textarea").ChangeAsync(new ChangeEventArgs { Value = "The old one is wrong." });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["The old one is wrong."], confirmed);
    }

    [Fact]
    public async Task Rollback_WithoutAReason_IsConfirmed()
    {
        var page = OpenReason(isRequired: false);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal([null], confirmed);
    }

    [Fact]
    public async Task Rejection_WithoutAReason_IsNotConfirmed()
    {
        var page = OpenReason(isRequired: true);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(confirmed);
        Assert.Contains("Enter a reason.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] input").InputAsync(new ChangeEventArgs { Value = " too risky " });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["too risky"], confirmed);
    }

    [Fact]
    public async Task Experiment_OfALead_IsAShadow_AndOtherKindsSayWhyNot()
    {
        var page = OpenExperiment(mayShow: false);
        Assert.Equal([false, true, true], page.FindAll("[role=dialog] input[type=radio]").Select(r => r.HasAttribute("disabled")));
        Assert.Contains("Only approvers of the workflow can start it.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal((ExperimentKind.Shadow, 0.1), (started.Single().Kind, started.Single().Candidates.Single().Share));
    }

    [Fact]
    public async Task Canary_WithMoreThan90PercentTogether_IsRefusedInTheDialog()
    {
        var page = OpenExperiment(mayShow: true);
        await page.FindAll("[role=dialog] input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "Split" });
        await page.Find("[role=dialog] input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        await page.FindAll("[role=dialog] .shares input")[0].InputAsync(new ChangeEventArgs { Value = "60" });
        await page.FindAll("[role=dialog] .shares input")[1].InputAsync(new ChangeEventArgs { Value = "50" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(started);
        Assert.Contains("more than 90 % together", page.Find("[role=dialog] [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_WithProposedShares_StartsAsACanaryWithThem()
    {
        var page = OpenExperiment(mayShow: true, proposed: [new CandidateShare(2, 0.3), new CandidateShare(3, 0.25)]);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(ExperimentKind.Split, started.Single().Kind);
        Assert.Equal([(2L, 0.3), (3L, 0.25)], started.Single().Candidates.Select(c => (c.ReleaseId, c.Share)));
    }

    [Fact]
    public void Experiment_RefusedByTheService_ShowsWhy() =>
        Assert.Contains(
            "Another experiment runs.",
            OpenExperiment(mayShow: true, "Another experiment runs.").Find("[role=dialog] [role=alert]").TextContent,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task RegisterAll_ProposesTheVersionSeenLast_AsLive()
    {
        var page = OpenRegister(approves: true);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["m-2"], confirmed);
    }

    [Fact]
    public async Task RegisterAll_OfALead_ChoosesNoLiveRelease()
    {
        var page = OpenRegister(approves: false);
        Assert.Empty(page.FindAll("[role=dialog] input[type=radio]"));
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal([null], confirmed);
    }

    private static readonly ReleaseLabels Labels = new(
        new LabelsBehind(5, 4, 11, [new LabelShare("Ann", 8), new LabelShare("Ben", 3)], [], []),
        [new LabelsNeeded("Golden set", "golden_items", 2, null, [new NeededPattern(9, "country = FR", 0, 5, 12, 3)])]
    );

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<IComponent> OpenPromote(ReleaseRow row, bool isAnyway, ReleaseLabels? labels = null, bool leads = false) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<PromoteDialog>(0);
            builder.AddComponentParameter(1, nameof(PromoteDialog.Workflow), Workflow);
            builder.AddComponentParameter(2, nameof(PromoteDialog.Row), row);
            builder.AddComponentParameter(3, nameof(PromoteDialog.List), List(Row(1, "answers-1", ReleaseState.Live), row));
            builder.AddComponentParameter(4, nameof(PromoteDialog.IsAnyway), isAnyway);
            builder.AddComponentParameter(5, nameof(PromoteDialog.Now), Noon);
            builder.AddComponentParameter(6, nameof(PromoteDialog.Confirmed), EventCallback.Factory.Create<string?>(this, confirmed.Add));
            builder.AddComponentParameter(7, nameof(PromoteDialog.Labels), labels);
            builder.AddComponentParameter(8, nameof(PromoteDialog.Leads), leads);
            builder.CloseComponent();
        });

    private IRenderedComponent<IComponent> OpenReason(bool isRequired) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<ReleaseReasonDialog>(0);
            builder.AddComponentParameter(1, nameof(ReleaseReasonDialog.Title), "Roll back answers-2");
            builder.AddComponentParameter(2, nameof(ReleaseReasonDialog.ConfirmText), "Roll back to answers-1");
            builder.AddComponentParameter(3, nameof(ReleaseReasonDialog.Lines), (string[])["answers-1 is live again."]);
            builder.AddComponentParameter(4, nameof(ReleaseReasonDialog.IsRequired), isRequired);
            builder.AddComponentParameter(
                5,
                nameof(ReleaseReasonDialog.Confirmed),
                EventCallback.Factory.Create<string?>(this, confirmed.Add)
            );
            builder.CloseComponent();
        });

    private IRenderedComponent<IComponent> OpenExperiment(bool mayShow, string? refusal = null, CandidateShare[]? proposed = null)
    {
        var row = Row(2, "answers-2", ReleaseState.Evaluating);
        return RenderInPage(builder =>
        {
            builder.OpenComponent<StartExperimentDialog>(0);
            builder.AddComponentParameter(1, nameof(StartExperimentDialog.Row), row);
            builder.AddComponentParameter(
                2,
                nameof(StartExperimentDialog.List),
                List(Row(1, "answers-1", ReleaseState.Live), row, Row(3, "answers-3", ReleaseState.Draft))
            );
            builder.AddComponentParameter(3, nameof(StartExperimentDialog.MayShow), mayShow);
            builder.AddComponentParameter(4, nameof(StartExperimentDialog.Refusal), refusal);
            builder.AddComponentParameter(
                5,
                nameof(StartExperimentDialog.Confirmed),
                EventCallback.Factory.Create<(ExperimentKind Kind, IReadOnlyList<CandidateShare> Candidates)>(this, started.Add)
            );
            builder.AddComponentParameter(6, nameof(StartExperimentDialog.Proposed), proposed ?? []);
            builder.CloseComponent();
        });
    }

    private IRenderedComponent<IComponent> OpenRegister(bool approves) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<RegisterAllDialog>(0);
            builder.AddComponentParameter(1, nameof(RegisterAllDialog.Versions), versions);
            builder.AddComponentParameter(2, nameof(RegisterAllDialog.Approves), approves);
            builder.AddComponentParameter(
                3,
                nameof(RegisterAllDialog.Confirmed),
                EventCallback.Factory.Create<string?>(this, confirmed.Add)
            );
            builder.CloseComponent();
        });
}
