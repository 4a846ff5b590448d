using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;
using TriageConsole.Tests.Audit;

namespace TriageConsole.Tests.Releases;

/// <summary>Requests for approval: who answers, what an approval holds for, and what it does not replace.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task ApprovedLead_Promotes_WithTheConversationInTheHistory()
    {
        await using var world = await ReadyAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await world.PromoteAsync(await world.ReleaseAsync("r2"), world.Lead));
        Assert.True((await AskAsync(world, comment: "Quotes the day of delivery.")).Ok);
        Assert.True((await AskAsync(world)).IsConflict);
        // Asked, not approved: the lead still cannot promote, and no approver was asked twice.
        await Assert.ThrowsAsync<AccessDeniedException>(async () => await world.PromoteAsync(await world.ReleaseAsync("r2"), world.Lead));
        await world.LookAsync();
        Assert.Single(
            await world.NoticesAsync(world.Approver),
            n => n.Contains("Lea asks you to approve the promotion of r2. Quotes", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(await world.NoticesAsync(world.Lead), n => n.Contains("asks you", StringComparison.Ordinal));
        var asking = Assert.Single(await world.Services.Get<ReleaseWorkflowReader>().AskingAsync(world.Approver, 9));
        Assert.Equal(("r2", "Lea"), (asking.Approvals.Single().Release, asking.Approvals.Single().RequestedBy));

        var request = await RequestAsync(world);
        Assert.True((await Service(world).CommentAsync(world.Second, world.Workflow, request.Id, "Which dates?")).Ok);
        Assert.True((await AnswerAsync(world, world.Approver, true, "Fine.")).Ok);
        Assert.Contains(
            await world.NoticesAsync(world.Lead),
            n => n.Contains("Aron approved the promotion of r2. Fine.", StringComparison.Ordinal)
        );
        var offers = ReleaseOffers.Of(
            await world.RowAsync("r2"),
            await world.Services.Get<ReleaseReader>().ListAsync(world.Lead, world.Workflow),
            ReleaseRights.Of(world.Lead, world.Workflow)
        );
        Assert.True(offers.Promote.IsOpen, offers.Promote.Missing);
        var promoted = await world.PromoteAsync(await world.ReleaseAsync("r2"), world.Lead);
        Assert.True(promoted.Ok, promoted.Message);
        Assert.Equal("r2", await world.LiveNameAsync());
        Assert.Equal(
            "Approved by Aron on request of Lea.",
            (await world.HistoryAsync("r2"))[0].Gates.Single(g => g.Kind == GateKind.Approval).Explanation
        );
        request = await RequestAsync(world);
        Assert.Equal(ApprovalState.Used, request.State);
        Assert.Equal(
            [ApprovalStep.Requested, ApprovalStep.Comment, ApprovalStep.Approved, ApprovalStep.Used],
            request.Remarks.Select(r => r.Step)
        );
        var recorded = await world.Services.QueryAsync(Recorded.AllAsync);
        Assert.Equal(
            Enumerable.Repeat($"release/{(await world.ReleaseAsync("r2")).Id} r2", 3),
            recorded.Where(r => r.Action == AuditActions.ApprovalChanged).Select(r => r.Subject)
        );
    }

    [Fact]
    public async Task Approval_ReplacesNoGate()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var canary = await world.CanaryAsync("r2");
        Assert.True((await AskAsync(world)).Ok);
        Assert.True((await AnswerAsync(world, world.Approver, true)).Ok);
        Assert.Contains("No data for either arm", (await world.PromoteAsync(canary, world.Lead)).Message, StringComparison.Ordinal);
        var forced = await world.PromoteAsync(canary, world.Lead, "I want it");
        Assert.Contains("replaces no gate", forced.Message, StringComparison.Ordinal);
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.Equal(ApprovalState.Approved, (await RequestAsync(world)).State);
    }

    [Fact]
    public async Task TwoAnswersAtOnce_OneWinsAndTheOtherIsAConflict()
    {
        await using var world = await ReadyAsync();
        for (var round = 0; round < 4; round++)
        {
            Assert.True((await AskAsync(world)).Ok);
            var (request, release) = (await RequestAsync(world), await world.ReleaseAsync("r2"));
            using var start = new Barrier(2);
            var results = await Task.WhenAll(
                new[] { (world.Approver, true), (world.Second, false) }.Select(p =>
                    Task.Run(async () =>
                    {
                        start.SignalAndWait();
                        return await Service(world)
                            .AnswerAsync(
                                p.Item1,
                                world.Workflow,
                                new ApprovalAnswer(request.Id, request.RowVersion, release.RowVersion, p.Item2, "as I see it")
                            );
                    })
                )
            );
            Assert.Single(results, r => r.Ok);
            Assert.True(results.Single(r => !r.Ok).IsConflict);
            request = await RequestAsync(world);
            Assert.Single(request.Remarks, r => r.Step is ApprovalStep.Approved or ApprovalStep.Declined);
            if (request.State == ApprovalState.Approved)
                Assert.True((await Service(world).WithdrawAsync(world.Lead, world.Workflow, request.Id, request.RowVersion)).Ok);
        }
    }

    [Fact]
    public async Task FourEyes_HoldForAnswers()
    {
        await using var world = await ReleaseWorld.CreateAsync(p => p.NeedsTwoPeople = true);
        await world.LiveAsync("r1");
        var both = await world.PersonAsync("Cleo", Role.Lead, Role.Approver);
        await world.Services.Get<ReleaseWriter>().CreateAsync(both, world.Workflow, new NewRelease("r2", "", "live", []));
        Assert.True((await AskAsync(world, by: both)).Ok);
        Assert.Contains("You requested", (await AnswerAsync(world, both, true)).Message, StringComparison.Ordinal);
        await WithdrawAsync(world);
        // Another lead asks: the author may not answer either.
        Assert.True((await AskAsync(world)).Ok);
        Assert.Contains("You created", (await AnswerAsync(world, both, true)).Message, StringComparison.Ordinal);
        Assert.True((await AnswerAsync(world, world.Approver, true)).Ok);
        await Assert.ThrowsAsync<AccessDeniedException>(() => AnswerAsync(world, world.Lead, true));
        // With the approval of another person, the author can promote, here against the missing evidence as an approver.
        var promoted = await world.PromoteAsync(await world.ReleaseAsync("r2"), both, "the old one leaks data");
        Assert.True(promoted.Ok, promoted.Message);
    }

    [Fact]
    public async Task Approval_BecomesVoid_WhenWhatWasApprovedChanges()
    {
        await using var world = await ReadyAsync();
        await ApproveAsync(world);
        await world.Services.QueryAsync(db =>
            db.ReleasePolicies.ExecuteUpdateAsync(s => s.SetProperty(p => p.RowVersion, p => p.RowVersion + 1))
        );
        var refused = await world.PromoteAsync(await world.ReleaseAsync("r2"), world.Lead);
        Assert.True(refused.IsConflict);
        Assert.Contains("gate settings were changed", refused.Message, StringComparison.Ordinal);
        await VoidAsync(world, "gate settings were changed");
        Assert.Contains(await world.NoticesAsync(world.Lead), n => n.Contains("is void", StringComparison.Ordinal));

        await ApproveAsync(world);
        var version = (await world.RowAsync("r2")).Parts[0].ComponentId;
        Assert.True((await world.Services.Get<RegistryService>().WithdrawAsync(world.Lead, world.Workflow, version, "deleted")).Ok);
        await VoidAsync(world, "A component was changed");
        Assert.True((await world.Services.Get<RegistryService>().WithdrawAsync(world.Lead, world.Workflow, version, null)).Ok);

        // A gate that passed and waits now: the release has to be approved again.
        await ApproveAsync(world);
        for (var window = 0; window < 6; window++)
        {
            world.Clock.Now = world.Clock.Now.AddMinutes(5);
            await world.SendAsync("r1", 20, 20);
            await world.SendAsync("r2", 20, 9);
        }

        await VoidAsync(world, "got worse");

        // Another state of the release.
        await ApproveAsync(world);
        Assert.True((await world.RollBackAsync("r2")).Ok);
        await VoidAsync(world, "r2 is rolled back");
    }

    [Fact]
    public async Task RequestsAndApprovals_Expire()
    {
        await using var world = await ReadyAsync();
        Assert.True((await AskAsync(world)).Ok);
        world.Clock.Now = world.Clock.Now.AddDays(6);
        await ApproveOpenAsync(world);
        world.Clock.Now = world.Clock.Now.AddDays(7);
        Assert.Contains(
            "It expired.",
            (await world.PromoteAsync(await world.ReleaseAsync("r2"), world.Lead)).Message,
            StringComparison.Ordinal
        );
        await world.LookAsync();
        Assert.Equal(ApprovalState.Expired, (await RequestAsync(world)).State);
        Assert.True((await AskAsync(world)).Ok);
        world.Clock.Now = world.Clock.Now.AddDays(7);
        Assert.Contains("expired", (await AnswerAsync(world, world.Approver, true)).Message, StringComparison.Ordinal);
        await world.LookAsync();
        Assert.Equal((ApprovalState.Expired, null), ((await RequestAsync(world)).State, (await RequestAsync(world)).AnsweredBy));
    }

    [Fact]
    public async Task ApprovedCanary_StartsWithTheApprovedSteps_AndNoOthers()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.DraftAsync("r2");
        Assert.Contains("is not a step", (await AskAsync(world, ApprovalKind.Canary, steps: "much")).Message, StringComparison.Ordinal);
        Assert.True((await AskAsync(world, ApprovalKind.Canary, steps: "10% 1h, 30% 1d")).Ok);
        Assert.True((await AnswerAsync(world, world.Approver, true)).Ok);
        Assert.Contains("10% 1h, 30% 24h", (await PlanTests.CreateAsync(world, "r2", by: world.Lead)).Message, StringComparison.Ordinal);
        var release = await world.ReleaseAsync("r2");
        var started = await world
            .Services.Get<PlanService>()
            .CreateAsync(
                world.Lead,
                world.Workflow,
                new NewPlan(release.Id, release.RowVersion, PlanKind.Canary, null, "10 % 60m; 30% 24h")
            );
        Assert.True(started.Ok, started.Message);
        Assert.Equal((0.1, ApprovalState.Used), ((await world.RowAsync("r2")).Share, (await RequestAsync(world)).State));
    }

    [Fact]
    public async Task Request_ForAReleaseThatIsNoCandidate_OrADeclineWithoutAComment_IsRefused()
    {
        await using var world = await ReadyAsync();
        var live = await world.ReleaseAsync("r1");
        var refused = await Service(world)
            .RequestAsync(world.Lead, world.Workflow, new ApprovalRequest(live.Id, ApprovalKind.Promotion, null, null));
        Assert.Contains("r1 is live", refused.Message, StringComparison.Ordinal);
        Assert.True((await AskAsync(world)).Ok);
        Assert.Contains("Enter a comment", (await AnswerAsync(world, world.Approver, false)).Message, StringComparison.Ordinal);
        Assert.True((await AnswerAsync(world, world.Approver, false, "The prices are wrong.")).Ok);
        Assert.Equal((ApprovalState.Declined, "Aron"), ((await RequestAsync(world)).State, (await RequestAsync(world)).AnsweredBy));
        var other = await world.PersonAsync("Nobody");
        await Assert.ThrowsAsync<AccessDeniedException>(() => AskAsync(world, by: other));
    }

    private static ApprovalService Service(ReleaseWorld world) => world.Services.Get<ApprovalService>();

    private static async Task<ReleaseWorld> ReadyAsync()
    {
        var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await PromotionTests.ReadyAsync(world, "r2");
        return world;
    }

    private static async Task<Result<long>> AskAsync(
        ReleaseWorld world,
        ApprovalKind kind = ApprovalKind.Promotion,
        string? comment = null,
        PersonAccess? by = null,
        string? steps = null
    ) =>
        await Service(world)
            .RequestAsync(by ?? world.Lead, world.Workflow, new ApprovalRequest((await world.ReleaseAsync("r2")).Id, kind, steps, comment));

    private static async Task<ApprovalRow> RequestAsync(ReleaseWorld world) =>
        (
            await world.Services.Get<ReleaseDetailReader>().ReadAsync(world.Lead, world.Workflow, (await world.ReleaseAsync("r2")).Id)
        )!.Approvals[0];

    private static async Task<Result> AnswerAsync(ReleaseWorld world, PersonAccess by, bool approves, string? comment = null)
    {
        var request = await RequestAsync(world);
        var release = await world.ReleaseAsync("r2");
        return await Service(world)
            .AnswerAsync(by, world.Workflow, new ApprovalAnswer(request.Id, request.RowVersion, release.RowVersion, approves, comment));
    }

    private static async Task WithdrawAsync(ReleaseWorld world)
    {
        var request = await RequestAsync(world);
        Assert.True((await Service(world).WithdrawAsync(world.Approver, world.Workflow, request.Id, request.RowVersion)).Ok);
    }

    private static async Task ApproveAsync(ReleaseWorld world)
    {
        var asked = await AskAsync(world);
        Assert.True(asked.Ok, asked.Message);
        await ApproveOpenAsync(world);
    }

    private static async Task ApproveOpenAsync(ReleaseWorld world)
    {
        var answered = await AnswerAsync(world, world.Approver, true);
        Assert.True(answered.Ok, answered.Message);
    }

    private static async Task VoidAsync(ReleaseWorld world, string why)
    {
        await world.LookAsync();
        var request = await RequestAsync(world);
        Assert.Equal(ApprovalState.Void, request.State);
        Assert.Contains(why, request.Remarks[^1].Text, StringComparison.Ordinal);
    }
}
