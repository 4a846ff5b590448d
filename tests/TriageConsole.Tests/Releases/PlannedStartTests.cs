using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Security;

namespace TriageConsole.Tests.Releases;

/// <summary>Canaries and promotions at a given time.</summary>
public sealed class PlannedStartTests
{
    [Fact]
    public async Task PlannedCanary_StartsOnceAtItsTime_AlsoWithManyInstances()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.DraftAsync("r2");
        var at = world.Clock.Now.AddHours(6);
        Assert.True((await PlanTests.CreateAsync(world, "r2", at)).Ok);
        Assert.True((await PlanTests.CreateAsync(world, "r2", at)).IsConflict);
        await world.LookAsync();
        Assert.Equal(PlanState.Scheduled, (await PlanTests.PlanAsync(world)).State);
        world.Clock.Now = at.AddMinutes(1);
        var runner = world.Services.Get<PlanRunner>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => runner.LookAsync(world.Workflow.Id))));
        var plan = await PlanTests.PlanAsync(world);
        Assert.Equal((PlanState.Running, 1, world.Clock.Now.AddHours(1)), (plan.State, plan.Step, plan.NextStepAt));
        Assert.Equal(1, await world.Services.QueryAsync(db => db.Experiments.CountAsync()));
        var first = (await world.HistoryAsync("r2"))[0];
        Assert.Equal((ReleaseState.Canary, "the plan of Aron"), (first.To, first.Actor));
    }

    [Fact]
    public async Task PlannedStart_IsCancelledWithItsReason()
    {
        await using var world = await ReleaseWorld.CreateAsync(p => p.NeedsEvaluation = true);
        await world.LiveAsync("r1");
        await world.DraftAsync("r2");
        Assert.Contains("Offline evaluation", await CancelledAsync(world, PlanKind.Canary, TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("Not promoted", await CancelledAsync(world, PlanKind.Promotion, TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("late", await CancelledAsync(world, PlanKind.Canary, TimeSpan.FromHours(2)), StringComparison.Ordinal);
        Assert.Contains(
            "no approver",
            await CancelledAsync(
                world,
                PlanKind.Canary,
                TimeSpan.Zero,
                () => world.Services.QueryAsync(db => db.RoleGrants.Where(g => g.UserId == world.Approver.UserId).ExecuteDeleteAsync())
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "freeze “Launch”",
            await CancelledAsync(world, PlanKind.Canary, TimeSpan.Zero, () => FreezeTests.AddAsync(world, "Launch", 9), world.Second),
            StringComparison.Ordinal
        );
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.False(await world.Services.QueryAsync(db => db.Experiments.AnyAsync()));
        Assert.Equal(5, (await world.NoticesAsync(world.Lead)).Count(n => n.Contains("was cancelled", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PlannedPromotion_GoesLiveOnce_IfEveryGatePassesThen()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await PromotionTests.ReadyAsync(world, "r2");
        var at = world.Clock.Now.AddMinutes(30);
        Assert.True((await PlanTests.CreateAsync(world, "r2", at, PlanKind.Promotion)).Ok);
        world.Clock.Now = at;
        var runner = world.Services.Get<PlanRunner>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => runner.LookAsync(world.Workflow.Id))));
        Assert.Equal(("r2", PlanState.Completed), (await world.LiveNameAsync(), (await PlanTests.PlanAsync(world)).State));
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.StartsWith("Every gate passes. Planned by Aron", last.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await world.Services.QueryAsync(db => db.ReleaseMonitors.CountAsync(m => m.IsRunning)));
    }

    [Fact]
    public async Task PlanOfARejectedRelease_IsCancelled_AndAPersonCancels()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        var draft = await world.DraftAsync("r2");
        await world.DraftAsync("r3");
        Assert.True((await PlanTests.CreateAsync(world, "r2", world.Clock.Now.AddHours(3))).Ok);
        await world.Promotion.MoveAsync(world.Lead, world.Workflow, draft.Id, draft.RowVersion, ReleaseState.Rejected, "no");
        await world.LookAsync();
        Assert.Equal(
            (PlanState.Cancelled, "r2 is rejected."),
            ((await PlanTests.PlanAsync(world)).State, (await PlanTests.PlanAsync(world)).EndReason)
        );
        Assert.True((await PlanTests.CreateAsync(world, "r3", world.Clock.Now.AddHours(3))).Ok);
        var plan = await PlanTests.PlanAsync(world);
        Assert.True((await world.Services.Get<PlanService>().CancelAsync(world.Lead, world.Workflow, plan.Id, plan.RowVersion)).Ok);
        Assert.Equal("Cancelled by Lea.", (await PlanTests.PlanAsync(world)).EndReason);
    }

    /// <summary>Plans a start, moves the clock behind it and returns why it was cancelled.</summary>
    private static async Task<string> CancelledAsync(
        ReleaseWorld world,
        PlanKind kind,
        TimeSpan late,
        Func<Task>? before = null,
        PersonAccess? by = null
    )
    {
        var at = world.Clock.Now.AddHours(1);
        var created = await PlanTests.CreateAsync(world, "r2", at, kind, by: by);
        Assert.True(created.Ok, created.Message);
        world.Clock.Now = at + late;
        await (before?.Invoke() ?? Task.CompletedTask);
        await world.LookAsync();
        var plan = await PlanTests.PlanAsync(world);
        Assert.Equal(PlanState.Cancelled, plan.State);
        return plan.EndReason;
    }
}
