using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;

namespace TriageConsole.Tests.Releases;

/// <summary>The guardrails on real traffic, and the automatic rollback when one fails.</summary>
public sealed class GuardrailTests
{
    private const string Failed = ""","error":{"kind":"timeout","message":"too late"}""";

    [Fact]
    public async Task FailedSampleRatio_DoesNotHideAFailedGuardrail()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(8, ("r1", 40, 20, "", true), ("r2", 12, 6, Failed, true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.Equal((TransitionCause.Guardrail, "the console"), (last.Cause, last.Actor));
        Assert.Contains(last.Gates, g => g is { Kind: GateKind.SampleRatio, Answer: GateAnswer.Fail });
        Assert.Contains(last.Gates, g => g is { Kind: GateKind.Guardrail, Name: "Errors", Answer: GateAnswer.Fail });
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.Contains(await world.NoticesAsync(world.Approver), n => n.Contains("r2 was rolled back", StringComparison.Ordinal));
        Assert.False(await world.Services.QueryAsync(db => db.Experiments.AnyAsync(e => e.IsRunning)));
    }

    [Fact]
    public async Task Canary_ThatWaitsForAnApprover_IsRolledBackWhenItDegrades()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await PromotionTests.ReadyAsync(world, "r2");
        // All gates pass and no approver has acted. Then the canary starts to fail.
        await world.TrafficAsync(8, ("r1", 20, 10, "", true), ("r2", 20, 10, Failed, true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
    }

    [Fact]
    public async Task Candidate_WithAWorseOutcome_IsRolledBack()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(10, ("r1", 20, 15, "", true), ("r2", 20, 6, "", true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
        Assert.Contains(
            (await world.HistoryAsync("r2"))[0].Gates,
            g => g is { Kind: GateKind.Guardrail, Name: "Outcome", Answer: GateAnswer.Fail }
        );
    }

    [Fact]
    public async Task FailedGuardrail_WithoutAutomaticRollback_AsksApproversOnce()
    {
        await using var world = await ReleaseWorld.CreateAsync(p => p.RollsBackAutomatically = false);
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(8, ("r1", 20, 10, "", true), ("r2", 20, 10, Failed, true));
        await world.LookAsync();
        Assert.Equal(ReleaseState.Canary, await world.StateAsync("r2"));
        Assert.Single(await world.NoticesAsync(world.Approver), n => n.Contains("Roll it back?", StringComparison.Ordinal));
        Assert.Equal(GateVerdict.RollBack, (await world.RowAsync("r2")).Verdict);
    }

    [Fact]
    public async Task Guardrails_OfSafetyEscalationLatencyAndCost_FollowTheEvents()
    {
        await using var world = await ReleaseWorld.CreateAsync(p =>
            (p.SafetyPoints, p.EscalationPoints, p.LatencyPercent, p.CostPercent, p.RollsBackAutomatically) = (10, 10, 25, 10, false)
        );
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        const string good =
            ""","client_latency_ms":800,"metadata":{"cost_usd":0.010},"feedback":[{"feedback_type":"system","name":"safet"""
            + """y_scan","value":false}]""";
        const string bad =
            ""","client_latency_ms":3000,"metadata":{"cost_usd":0.030},"feedback":[{"feedback_type":"system","name":"safe"""
            + """ty_scan","value":true},{"feedback_type":"implicit","name":"escalated","value":true}]""";
        await world.TrafficAsync(8, ("r1", 20, 10, good, true), ("r1", 1, 1, bad, true), ("r2", 20, 10, bad, true));
        var row = await world.RowAsync("r2");
        foreach (var name in new[] { "Safety", "Escalations", "Latency p95", "Cost per task" })
            Assert.True(row.Gates.Single(g => g.Name == name).Answer == GateAnswer.Fail, row.Gates.Single(g => g.Name == name).Explanation);
        // The other direction: a release that is not worse passes.
        Assert.True((await world.RollBackAsync("r2")).Ok);
        await world.CanaryAsync("r3");
        await world.TrafficAsync(20, ("r1", 20, 10, good, true), ("r3", 20, 10, good, true));
        row = await world.RowAsync("r3");
        foreach (var name in new[] { "Safety", "Escalations", "Latency p95", "Errors" })
            Assert.True(row.Gates.Single(g => g.Name == name).Answer == GateAnswer.Pass, row.Gates.Single(g => g.Name == name).Explanation);
    }

    [Fact]
    public async Task SecondCanaryOnTheSameDay_IsJudgedByItsOwnData()
    {
        await using var world = await ReleaseWorld.CreateAsync(p => p.LatencyPercent = 25);
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        const string fast = ""","client_latency_ms":800 """;
        await world.TrafficAsync(8, ("r1", 20, 10, fast, true), ("r2", 20, 10, ""","client_latency_ms":9000 """, true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r2"));
        var again = await world.ReleaseAsync("r2");
        Assert.True(
            (await world.Promotion.MoveAsync(world.Lead, world.Workflow, again.Id, again.RowVersion, ReleaseState.Evaluating, "fixed")).Ok
        );
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        Assert.True(
            (
                await world.Experiments.StartAsync(
                    world.Approver,
                    world.Workflow,
                    ExperimentKind.Split,
                    [new CandidateShare(again.Id, 0.5)]
                )
            ).Ok
        );
        await world.TrafficAsync(8, ("r1", 20, 10, fast, true), ("r2", 20, 10, fast, true));
        Assert.Equal(ReleaseState.Canary, await world.StateAsync("r2"));
        Assert.NotEqual(GateAnswer.Fail, (await world.RowAsync("r2")).Gates.Single(g => g.Name == "Latency p95").Answer);
    }
}
