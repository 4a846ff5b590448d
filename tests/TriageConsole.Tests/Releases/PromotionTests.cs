using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Tests.Releases;

/// <summary>Promotion and rollback: permissions, stale pages and concurrent changes.</summary>
public sealed class PromotionTests
{
    [Fact]
    public async Task Release_WithAllGatesPassed_GoesLiveAndRollsBackToTheOneBefore()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await ReadyAsync(world, "r2");
        var promoted = await world.PromoteAsync(await world.ReleaseAsync("r2"));
        Assert.True(promoted.Ok, promoted.Message);
        Assert.Equal("r2", await world.LiveNameAsync());
        Assert.Equal(ReleaseState.Superseded, await world.StateAsync("r1"));
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.Equal((ReleaseState.Canary, ReleaseState.Live, "Aron", null), (last.From, last.To, last.Actor, last.OverrideReason));
        Assert.All(last.Gates, g => Assert.Equal(GateAnswer.Pass, g.Answer));
        Assert.Contains(last.Gates, g => g.Kind == GateKind.Signal);
        Assert.False(await world.Services.QueryAsync(db => db.Experiments.AnyAsync(e => e.IsRunning)));

        var back = await world.RollBackAsync("r2", because: "complaints");
        Assert.True(back.Ok, back.Message);
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
        Assert.Equal("complaints", (await world.HistoryAsync("r2"))[0].Reason);
        Assert.Equal(TransitionCause.Replaced, (await world.HistoryAsync("r1"))[0].Cause);
    }

    [Fact]
    public async Task Release_WithoutEvidence_GoesLiveOnlyWithAReasonInItsHistory()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var canary = await world.CanaryAsync("r2");
        var refused = await world.PromoteAsync(canary);
        Assert.False(refused.Ok);
        Assert.Contains("No data for either arm", refused.Message, StringComparison.Ordinal);
        Assert.False((await world.PromoteAsync(canary, because: "  ")).Ok);
        Assert.True((await world.PromoteAsync(canary, because: "the old one leaks data")).Ok);
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.Equal("the old one leaks data", last.OverrideReason);
        Assert.Contains(last.Gates, g => g.Answer == GateAnswer.NotEnoughEvidence);
    }

    [Fact]
    public async Task TwoPromotionsAtOnce_OneSucceedsAndTheOtherIsAConflict()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        for (var round = 0; round < 5; round++)
        {
            var (a, b, live) = (await world.DraftAsync($"a{round}"), await world.DraftAsync($"b{round}"), await world.LiveIdAsync());
            using var start = new Barrier(2);
            var results = await Task.WhenAll(
                new[] { (a, world.Approver), (b, world.Second) }.Select(p =>
                    Task.Run(async () =>
                    {
                        start.SignalAndWait();
                        return await world.Promotion.PromoteAsync(
                            p.Item2,
                            world.Workflow,
                            new PromoteRequest(p.Item1.Id, p.Item1.RowVersion, live, "at once")
                        );
                    })
                )
            );
            Assert.Single(results, r => r.Ok);
            Assert.True(results.Single(r => !r.Ok).IsConflict);
            Assert.Equal(1, await world.Services.QueryAsync(db => db.Releases.CountAsync(r => r.State == ReleaseState.Live)));
            Assert.Equal(1, await world.Services.QueryAsync(db => db.ReleaseMonitors.CountAsync(w => w.IsRunning)));
        }
    }

    [Fact]
    public async Task Action_OnAStalePage_IsAConflict()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var first = await world.LiveAsync("r1");
        var (two, three) = (await world.DraftAsync("r2"), await world.DraftAsync("r3"));
        Assert.True((await world.PromoteAsync(two, because: "now")).Ok);
        // The page was loaded while r1 was live.
        var stale = await world.Promotion.PromoteAsync(
            world.Second,
            world.Workflow,
            new PromoteRequest(three.Id, three.RowVersion, first.Id, "now")
        );
        Assert.True(stale is { Ok: false, IsConflict: true });
        Assert.True(
            await world.Rollback.RollBackAsync(world.Second, world.Workflow, two.Id, two.RowVersion, null)
                is { Ok: false, IsConflict: true }
        );
        Assert.Equal("r2", await world.LiveNameAsync());
    }

    [Fact]
    public async Task TwoPersonRule_RefusesTheAuthorEvenWithAReason()
    {
        await using var world = await ReleaseWorld.CreateAsync(p => p.NeedsTwoPeople = true);
        await world.LiveAsync("r1");
        var both = await world.PersonAsync("Cleo", Role.Lead, Role.Approver);
        var made = await world.Services.Get<ReleaseWriter>().CreateAsync(both, world.Workflow, new NewRelease("r2", "", "live", []));
        Assert.True(made.Ok, made.Message);
        var release = await world.ReleaseAsync("r2");
        Assert.Contains("another person", (await world.PromoteAsync(release, both, "I know it is good")).Message, StringComparison.Ordinal);
        Assert.True((await world.PromoteAsync(release, world.Approver, "looked at it")).Ok);
        Assert.Contains((await world.HistoryAsync("r2"))[0].Gates, g => g is { Kind: GateKind.Approval, Answer: GateAnswer.Pass });
    }

    [Fact]
    public async Task Copy_HasTheComponentsAndNothingElse()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await ReadyAsync(world, "r2");
        Assert.True((await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
        var writer = world.Services.Get<ReleaseWriter>();
        // A copy of the live release, by a person who cannot promote.
        Assert.True((await writer.CreateAsync(world.Lead, world.Workflow, new NewRelease("copy", "", "r2", []))).Ok);
        var copy = await world.RowAsync("copy");
        Assert.Equal((ReleaseState.Draft, "Lea", null, 0), (copy.State, copy.Author, copy.Verdict, copy.Gates.Count));
        Assert.Equal((await world.RowAsync("r2")).Parts, copy.Parts);
        Assert.Empty(await world.HistoryAsync("copy"));
        Assert.False((await world.PromoteAsync(await world.ReleaseAsync("copy"))).Ok);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            writer.CreateAsync(world.Approver, world.Workflow, new NewRelease("copy2", "", "r2", []))
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            world.PromoteAsync(
                new Release
                {
                    Id = copy.Id,
                    Name = "copy",
                    Author = "",
                },
                world.Lead,
                "please"
            )
        );
    }

    [Fact]
    public async Task Rollback_WithoutAnEarlierRelease_IsRefusedAndSaysWhatToDo()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var refused = await world.RollBackAsync("r1");
        Assert.Contains("no release before r1", refused.Message, StringComparison.Ordinal);
        Assert.Equal("r1", await world.LiveNameAsync());
        await world.DraftAsync("r2");
        Assert.Contains("nothing to roll back", (await world.RollBackAsync("r2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_GoesBackOneByOne_AndSkipsReleasesWithWithdrawnComponents()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        foreach (var name in new[] { "r2", "r3", "r4" })
            Assert.True((await world.PromoteAsync(await world.DraftAsync(name), because: "next")).Ok);
        var gone = (await world.RowAsync("r3")).Parts.Single();
        Assert.True(
            (
                await world
                    .Services.Get<RegistryService>()
                    .WithdrawAsync(world.Lead, world.Workflow, gone.ComponentId, "deleted at the provider")
            ).Ok
        );
        var back = await world.RollBackAsync("r4");
        Assert.True(back.Ok, back.Message);
        Assert.Contains("r3 was skipped", back.Message, StringComparison.Ordinal);
        Assert.Equal("r2", await world.LiveNameAsync());
        Assert.True((await world.RollBackAsync("r2")).Ok);
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.False((await world.RollBackAsync("r1")).Ok);
        // A rolled back release can be reopened and only then promoted.
        var two = await world.ReleaseAsync("r2");
        Assert.Contains("Reopen it first", (await world.PromoteAsync(two, because: "again")).Message, StringComparison.Ordinal);
        Assert.True(
            (await world.Promotion.MoveAsync(world.Lead, world.Workflow, two.Id, two.RowVersion, ReleaseState.Evaluating, null)).Ok
        );
        Assert.True((await world.PromoteAsync(two, because: "again")).Ok);
    }

    [Fact]
    public async Task ReleaseWithAWithdrawnComponent_GetsNoTrafficAndNoPromotionEvenWithAReason()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var draft = await world.DraftAsync("r2");
        var part = (await world.RowAsync("r2")).Parts.Single();
        Assert.True(
            (await world.Services.Get<RegistryService>().WithdrawAsync(world.Lead, world.Workflow, part.ComponentId, "deleted")).Ok
        );
        Assert.Contains("withdrawn", (await world.PromoteAsync(draft, because: "all the same")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "withdrawn",
            (
                await world.Experiments.StartAsync(
                    world.Approver,
                    world.Workflow,
                    ExperimentKind.Split,
                    [new CandidateShare(draft.Id, 0.1)]
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rollback_SucceedsWhileABanditChangesItsShares()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        Assert.True((await world.PromoteAsync(await world.DraftAsync("r2"), because: "next")).Ok);
        var three = await world.DraftAsync("r3");
        Assert.True(
            (
                await world.Experiments.StartAsync(world.Approver, world.Workflow, ExperimentKind.Bandit, [new CandidateShare(three.Id, 0)])
            ).Ok
        );
        using var stop = new CancellationTokenSource();
        var bandit = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await world.Services.QueryAsync(db =>
                    db.Experiments.ExecuteUpdateAsync(s => s.SetProperty(e => e.RowVersion, e => e.RowVersion + 1))
                );
        });
        var back = await world.RollBackAsync("r2");
        await stop.CancelAsync();
        await bandit;
        Assert.True(back.Ok, back.Message);
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.Equal(ReleaseState.Evaluating, await world.StateAsync("r3"));
    }

    [Fact]
    public async Task Stranger_CannotReadOrChange()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var live = await world.LiveAsync("r1");
        var stranger = new PersonAccess(
            99,
            "Zed",
            [new Grant(Role.Approver, world.Workflow.TenantId + 1, null), new Grant(Role.Labeler, world.Workflow.TenantId, null)]
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Services.Get<ReleaseReader>().ListAsync(stranger, world.Workflow));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            world.Rollback.RollBackAsync(stranger, world.Workflow, live.Id, live.RowVersion, null)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            world
                .Services.Get<RegistryService>()
                .RegisterAsync(stranger, world.Workflow, new ComponentRegistration("prompt", "x", "1", "x"))
        );
        // A workflow of the person's own tenant gives no access to a release of another tenant.
        var own = world.Workflow with
        {
            TenantId = world.Workflow.TenantId + 1,
            Id = world.Workflow.Id + 1,
        };
        Assert.False((await world.Rollback.RollBackAsync(stranger, own, live.Id, live.RowVersion, null)).Ok);
        Assert.Equal("r1", await world.LiveNameAsync());
    }

    /// <summary>A canary whose gates all pass: much better, with enough units.</summary>
    internal static async Task ReadyAsync(ReleaseWorld world, string name)
    {
        var live = await world.LiveNameAsync();
        world.Clock.Now = ReleaseWorld.Noon;
        await world.CanaryAsync(name);
        for (var window = 0; window < 12; window++)
        {
            world.Clock.Now = world.Clock.Now.AddMinutes(5);
            await world.SendAsync(live!, 20, 10);
            await world.SendAsync(name, 20, 17);
        }

        await world.LookAsync();
        var row = await world.RowAsync(name);
        Assert.True(row.Verdict == GateVerdict.Promote, row.Because?.Explanation);
    }
}
