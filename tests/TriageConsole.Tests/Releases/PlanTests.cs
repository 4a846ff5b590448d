using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Tests.Releases;

/// <summary>Canaries in steps: hold times, gates, several instances, clocks that jump.</summary>
public sealed class PlanTests
{
    private const string Steps = "5% 1h, 25% 24h, 50% 2d";

    [Fact]
    public async Task Canary_TakesItsSteps_WhenTheHoldTimeIsOver()
    {
        await using var world = await StartedAsync();
        var plan = await PlanAsync(world);
        Assert.Equal((PlanState.Running, 1, world.Clock.Now.AddHours(1)), (plan.State, plan.Step, plan.NextStepAt));
        Assert.Equal(0.05, await ShareAsync(world));
        world.Clock.Now = world.Clock.Now.AddMinutes(59);
        await world.LookAsync();
        Assert.Equal(0.05, await ShareAsync(world));
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await world.LookAsync();
        Assert.Equal(0.25, await ShareAsync(world));
        world.Clock.Now = world.Clock.Now.AddHours(24);
        await world.LookAsync();
        Assert.Equal(0.5, await ShareAsync(world));
        world.Clock.Now = world.Clock.Now.AddDays(2);
        await world.LookAsync();
        plan = await PlanAsync(world);
        Assert.Equal((PlanState.Completed, 3), (plan.State, plan.Step));
        Assert.Contains("keeps its share", plan.EndReason, StringComparison.Ordinal);
        // The canary goes on with its last share, and nothing was promoted.
        Assert.Equal(
            (0.5, "r1", ReleaseState.Canary),
            (await ShareAsync(world), await world.LiveNameAsync(), await world.StateAsync("r2"))
        );
        Assert.Equal(3, await world.Services.QueryAsync(db => db.Experiments.CountAsync()));
        Assert.Contains(await world.NoticesAsync(world.Approver), n => n.Contains("completed all steps", StringComparison.Ordinal));
        Assert.Equal(4, await AuditsAsync(world));
    }

    [Fact]
    public async Task ClockThatJumps_TakesOneStep_AndHoldsItForItsTime()
    {
        await using var world = await StartedAsync();
        world.Clock.Now = world.Clock.Now.AddDays(30);
        await world.LookAsync();
        await world.LookAsync();
        Assert.Equal(0.25, await ShareAsync(world));
        Assert.Equal(world.Clock.Now.AddHours(24), (await PlanAsync(world)).NextStepAt);
        // Back again: the step waits until the time that the page shows.
        world.Clock.Now = world.Clock.Now.AddDays(-30);
        await world.LookAsync();
        Assert.Equal(0.25, await ShareAsync(world));
    }

    [Fact]
    public async Task ManyInstancesAtOnce_TakeOneStep()
    {
        await using var world = await StartedAsync();
        var runner = world.Services.Get<PlanRunner>();
        for (var step = 2; step <= 3; step++)
        {
            world.Clock.Now = world.Clock.Now.AddDays(1);
            using var start = new Barrier(6);
            await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            start.SignalAndWait();
                            await runner.LookAsync(world.Workflow.Id);
                        })
                    )
            );
            Assert.Equal(step, (await PlanAsync(world)).Step);
            Assert.Equal(step, await world.Services.QueryAsync(db => db.Experiments.CountAsync()));
        }

        Assert.Equal(1, await world.Services.QueryAsync(db => db.Experiments.CountAsync(e => e.IsRunning)));
        Assert.Equal(3, await AuditsAsync(world));
    }

    [Fact]
    public async Task RollbackAgainstAStep_LeavesNoTraffic()
    {
        for (var round = 0; round < 4; round++)
        {
            await using var world = await StartedAsync();
            world.Clock.Now = world.Clock.Now.AddHours(2);
            var release = await world.ReleaseAsync("r2");
            using var start = new Barrier(2);
            var back = Task.Run(async () =>
            {
                start.SignalAndWait();
                return await world.Rollback.RollBackAsync(world.Approver, world.Workflow, release.Id, release.RowVersion, null);
            });
            await Task.WhenAll(
                back,
                Task.Run(async () =>
                {
                    start.SignalAndWait();
                    await world.Services.Get<PlanRunner>().LookAsync(world.Workflow.Id);
                })
            );
            Assert.True((await back).Ok, (await back).Message);
            Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
            Assert.False(await world.Services.QueryAsync(db => db.Experiments.AnyAsync(e => e.IsRunning)));
            Assert.Equal(PlanState.Ended, (await PlanAsync(world)).State);
        }
    }

    [Fact]
    public async Task FailingGate_HoldsTheStep_AndSaysWhy()
    {
        await using var world = await StartedAsync(p => p.RollsBackAutomatically = false);
        // Half of the traffic instead of 5 %: the sample ratio fails.
        await world.TrafficAsync(4, ("r1", 60, 50, "", true), ("r2", 60, 50, "", true));
        world.Clock.Now = world.Clock.Now.AddHours(1);
        await world.LookAsync();
        var plan = await PlanAsync(world);
        Assert.Equal((PlanState.Running, 1), (plan.State, plan.Step));
        Assert.Contains("ample ratio", plan.HeldBecause, StringComparison.Ordinal);
        Assert.Equal(0.05, await ShareAsync(world));
    }

    [Fact]
    public async Task FailingGuardrail_EndsCanaryAndPlan()
    {
        await using var world = await StartedAsync();
        await world.TrafficAsync(10, ("r1", 20, 15, "", true), ("r2", 20, 6, "", true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
        Assert.Equal(PlanState.Ended, (await PlanAsync(world)).State);
        world.Clock.Now = world.Clock.Now.AddDays(5);
        await world.LookAsync();
        Assert.False(await world.Services.QueryAsync(db => db.Experiments.AnyAsync(e => e.IsRunning)));
    }

    [Fact]
    public async Task PausedCanary_KeepsItsShare_AndTheRestOfTheHoldTimeRunsAfterwards()
    {
        await using var world = await StartedAsync();
        var (service, plan) = (world.Services.Get<PlanService>(), await PlanAsync(world));
        world.Clock.Now = world.Clock.Now.AddMinutes(20);
        Assert.True((await service.PauseAsync(world.Lead, world.Workflow, plan.Id, plan.RowVersion)).Ok);
        Assert.True((await service.PauseAsync(world.Approver, world.Workflow, plan.Id, plan.RowVersion)).IsConflict);
        world.Clock.Now = world.Clock.Now.AddHours(5);
        await world.LookAsync();
        Assert.Equal(0.05, await ShareAsync(world));
        plan = await PlanAsync(world);
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.ResumeAsync(world.Lead, world.Workflow, plan.Id, plan.RowVersion));
        Assert.True((await service.ResumeAsync(world.Approver, world.Workflow, plan.Id, plan.RowVersion)).Ok);
        Assert.Equal(world.Clock.Now.AddMinutes(40), (await PlanAsync(world)).NextStepAt);
        await world.LookAsync();
        Assert.Equal(0.05, await ShareAsync(world));
        world.Clock.Now = world.Clock.Now.AddMinutes(40);
        await world.LookAsync();
        Assert.Equal(0.25, await ShareAsync(world));
    }

    [Fact]
    public async Task EndedCanary_AndShareByHand_EndThePlan()
    {
        await using var world = await StartedAsync();
        var id = await world.Services.QueryAsync(db => db.Experiments.Where(e => e.IsRunning).Select(e => e.Id).SingleAsync());
        Assert.True((await world.Experiments.StopAsync(world.Lead, world.Workflow, id, "too early")).Ok);
        Assert.Equal((PlanState.Ended, "too early"), ((await PlanAsync(world)).State, (await PlanAsync(world)).EndReason));
        Assert.True((await CreateAsync(world, "r2")).Ok);
        var release = await world.ReleaseAsync("r2");
        var byHand = await world.Experiments.StartAsync(
            world.Approver,
            world.Workflow,
            ExperimentKind.Split,
            [new CandidateShare(release.Id, 0.4)]
        );
        Assert.True(byHand.Ok, byHand.Message);
        var plan = await PlanAsync(world);
        Assert.Equal((PlanState.Ended, "Its share was changed by hand."), (plan.State, plan.EndReason));
        world.Clock.Now = world.Clock.Now.AddDays(1);
        await world.LookAsync();
        Assert.Equal(0.4, await ShareAsync(world));
    }

    [Fact]
    public async Task Plan_OfAPersonWithoutTheRight_OrWithWrongTimes_IsRefused()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.DraftAsync("r2");
        await Assert.ThrowsAsync<AccessDeniedException>(() => CreateAsync(world, "r2", by: world.Lead));
        Assert.Contains("future", (await CreateAsync(world, "r2", world.Clock.Now)).Message, StringComparison.Ordinal);
        Assert.Contains("60 days", (await CreateAsync(world, "r2", world.Clock.Now.AddDays(61))).Message, StringComparison.Ordinal);
        Assert.Contains("time", (await CreateAsync(world, "r2", null, PlanKind.Promotion)).Message, StringComparison.Ordinal);
        await FreezeTests.AddAsync(world, "Launch", 9);
        Assert.Contains("freeze", (await CreateAsync(world, "r2", world.Clock.Now.AddHours(2))).Message, StringComparison.Ordinal);
        Assert.Contains("freeze", (await CreateAsync(world, "r2")).Message, StringComparison.Ordinal);
        Assert.True((await CreateAsync(world, "r2", freezeReason: "a fix")).Ok);
        // A step waits until the freeze ends.
        world.Clock.Now = world.Clock.Now.AddHours(2);
        await world.LookAsync();
        Assert.Contains("No step now: the freeze “Launch”", (await PlanAsync(world)).HeldBecause, StringComparison.Ordinal);
        world.Clock.Now = world.Clock.Now.AddHours(8);
        await world.LookAsync();
        Assert.Equal((2, ""), ((await PlanAsync(world)).Step, (await PlanAsync(world)).HeldBecause));
    }

    private static async Task<ReleaseWorld> StartedAsync(Action<Features.Releases.Gates.ReleasePolicyForm>? policy = null)
    {
        var world = await ReleaseWorld.CreateAsync(policy);
        await world.LiveAsync("r1");
        await world.DraftAsync("r2");
        var result = await CreateAsync(world, "r2");
        Assert.True(result.Ok, result.Message);
        return world;
    }

    internal static async Task<Result> CreateAsync(
        ReleaseWorld world,
        string name,
        DateTimeOffset? at = null,
        PlanKind kind = PlanKind.Canary,
        string? freezeReason = null,
        PersonAccess? by = null
    )
    {
        var release = await world.ReleaseAsync(name);
        return await world
            .Services.Get<PlanService>()
            .CreateAsync(by ?? world.Approver, world.Workflow, new NewPlan(release.Id, release.RowVersion, kind, at, Steps, freezeReason));
    }

    /// <summary>The latest plan, as the page shows it.</summary>
    internal static async Task<PlanRow> PlanAsync(ReleaseWorld world) =>
        (await world.Services.Get<ReleaseReader>().ListAsync(world.Lead, world.Workflow)).Plans.MaxBy(p => p.Id)!;

    private static async Task<double?> ShareAsync(ReleaseWorld world) => (await world.RowAsync("r2")).Share;

    private static Task<int> AuditsAsync(ReleaseWorld world) =>
        world.Services.QueryAsync(db => db.AuditRecords.CountAsync(a => a.Action == AuditActions.PlanChanged));
}
