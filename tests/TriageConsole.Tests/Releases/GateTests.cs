using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Tests.Releases;

/// <summary>The gates on real traffic: what holds a release, and what counts as evidence.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Canary_WithoutMeasurements_Holds()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.LookAsync();
        Assert.Equal(
            (GateAnswer.NotEnoughEvidence, GateVerdict.Hold),
            (Gate(await world.RowAsync("r2"), GateKind.DataPresent).Answer, (await world.RowAsync("r2")).Verdict)
        );
        // Traffic alone is not a measurement.
        await world.TrafficAsync(6, ("r1", 20, 0, "", false), ("r2", 20, 0, "", false));
        var row = await world.RowAsync("r2");
        Assert.Equal(GateAnswer.NotEnoughEvidence, Gate(row, GateKind.Signal).Answer);
        Assert.Equal(GateVerdict.Hold, row.Verdict);
        Assert.False((await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
    }

    [Fact]
    public async Task Arm_ThatStopsReporting_HoldsAndIsNamed()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(6, ("r1", 20, 10, "", true));
        var row = await world.RowAsync("r2");
        Assert.Contains("for the candidate", Gate(row, GateKind.DataPresent).Explanation, StringComparison.Ordinal);
        Assert.Equal(GateVerdict.Hold, row.Verdict);
        // The candidate should have half of the units: the sample ratio detects this too.
        Assert.Equal(GateAnswer.Fail, Gate(row, GateKind.SampleRatio).Answer);
    }

    [Fact]
    public async Task DifferenceWithinNoise_IsNotEnoughEvidenceAndSaysWhatIsNeeded()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(12, ("r1", 20, 12, "", true), ("r2", 20, 13, "", true));
        var signal = Gate(await world.RowAsync("r2"), GateKind.Signal);
        Assert.Equal(GateAnswer.NotEnoughEvidence, signal.Answer);
        Assert.InRange(signal.Value!.Value, 0.049, 0.051);
        Assert.True(signal is { Low: < 0, High: > 0, MoreUnits: > 500, MoreDays: > 0 });
        Assert.False((await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
    }

    [Fact]
    public async Task LowerIsBetter_PassesTheLowerArmAndRollsBackTheHigher()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.Services.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeDirection, Data.Workflows.OutcomeDirection.LowerIsBetter))
        );
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(12, ("r1", 20, 15, "", true), ("r2", 20, 5, "", true));
        var row = await world.RowAsync("r2");
        Assert.True(row.Signal is { Answer: GateAnswer.Pass, Value: > 0.4, Low: > 0 });
        Assert.Equal(GateVerdict.Promote, row.Verdict);
        Assert.True((await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
        await world.CanaryAsync("r3");
        await world.TrafficAsync(12, ("r2", 20, 5, "", true), ("r3", 20, 15, "", true));
        Assert.Equal(ReleaseState.RolledBack, await world.StateAsync("r3"));
    }

    [Fact]
    public async Task WorkflowWithoutMetric_AndGuardrailsWithoutReports_HoldAndSayWhy()
    {
        await using var world = await ReleaseWorld.CreateAsync(p =>
            (p.SafetyPoints, p.EscalationPoints, p.LatencyPercent, p.CostPercent) = (1, 1, 20, 10)
        );
        await world.Services.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeMetric, (string?)null)));
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await world.TrafficAsync(6, ("r1", 20, 10, "", true), ("r2", 20, 17, "", true));
        var row = await world.RowAsync("r2");
        Assert.Contains("no outcome metric", Gate(row, GateKind.DataPresent).Explanation, StringComparison.Ordinal);
        foreach (var name in new[] { "Safety", "Escalations", "Latency p95", "Cost per task" })
            Assert.Equal(GateAnswer.NotEnoughEvidence, row.Gates.Single(g => g.Name == name).Answer);
        Assert.Contains("so the rate is unknown", row.Gates.Single(g => g.Name == "Safety").Explanation, StringComparison.Ordinal);
        Assert.Equal(GateVerdict.Hold, row.Verdict);
    }

    [Fact]
    public async Task SeveralTurnsOfATask_AreOneUnit_AndShadowsGetNoOutcomes()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2", 1, ExperimentKind.Shadow);
        world.Clock.Now = world.Clock.Now.AddMinutes(5);
        for (var n = 0; n < 100; n++)
        {
            var at = world.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            string Event(string trace, string release, bool shadow) =>
                $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"case-{{n}}","model_version":"m1","releas"""
                + $$"""e":"{{release}}","timestamp":"{{at}}","shadow":{{(shadow ? "true" : "false")}},"input":"?","outpu"""
                + $$"""t":"!"}""";
            await world.Services.SendAsync(
                Event($"a{n}", "r1", false),
                Event($"b{n}", "r1", false),
                Event($"s{n}", "r2", true),
                Event($"u{n}", "r2", true)
            );
            // An outcome by task belongs to the response that the user saw.
            await world.Services.SendAsync(
                $$"""{"kind":"outcome","task_type":"support","task_id":"case-{{n}}","outcome_metric_name":"resolved","outco"""
                    + $$"""me_metric_value":1}"""
            );
        }

        await world.LookAsync();
        var row = await world.RowAsync("r2");
        Assert.True(
            row.Gates.Single(g => g.Kind == GateKind.SampleRatio).Answer == GateAnswer.Pass,
            row.Gates.Single(g => g.Kind == GateKind.SampleRatio).Explanation
        );
        Assert.Contains("for the candidate", row.Gates.Single(g => g.Kind == GateKind.DataPresent).Explanation, StringComparison.Ordinal);
        Assert.Equal(0, await world.Services.QueryAsync(db => db.Interactions.CountAsync(i => i.Shadow && i.OutcomeValue != null)));
    }

    [Fact]
    public async Task Bandit_DecidesNoPromotion()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2", kind: ExperimentKind.Bandit);
        await world.TrafficAsync(10, ("r1", 20, 8, "", true), ("r2", 20, 18, "", true));
        var row = await world.RowAsync("r2");
        Assert.Equal((GateAnswer.NotEnoughEvidence, GateVerdict.Hold), (Gate(row, GateKind.Signal).Answer, row.Verdict));
    }

    [Fact]
    public async Task TrafficBeforeAndAfterAnExperiment_DoesNotCount()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        world.Clock.Now = ReleaseWorld.Noon.AddMinutes(2);
        await world.SendAsync("r1", 200, 200, ReleaseWorld.Noon.AddMinutes(1));
        var canary = await world.CanaryAsync("r2");
        await world.SendAsync("r1", 30, 15, ReleaseWorld.Noon.AddMinutes(3));
        await world.SendAsync("r2", 30, 15, ReleaseWorld.Noon.AddMinutes(3));
        world.Clock.Now = ReleaseWorld.Noon.AddMinutes(17);
        await world.LookAsync();
        var experiment = await world.Services.QueryAsync(db => db.Experiments.SingleAsync(e => e.IsRunning));
        Assert.True((await world.Experiments.StopAsync(world.Lead, world.Workflow, experiment.Id, null)).Ok);
        await world.SendAsync("r1", 200, 200, ReleaseWorld.Noon.AddMinutes(18));
        await world.LookAsync();
        var row = await world.RowAsync("r2");
        Assert.Equal((60, GateAnswer.Pass), (Gate(row, GateKind.DataPresent).Units!.Value, Gate(row, GateKind.SampleRatio).Answer));
        Assert.Equal(ReleaseState.Evaluating, row.State);
        // A new experiment of the release starts to count again.
        Assert.True(
            (
                await world.Experiments.StartAsync(
                    world.Approver,
                    world.Workflow,
                    ExperimentKind.Split,
                    [new CandidateShare(canary.Id, 0.2)]
                )
            ).Ok
        );
        await world.LookAsync();
        Assert.Equal(GateAnswer.NotEnoughEvidence, Gate(await world.RowAsync("r2"), GateKind.DataPresent).Answer);
    }

    [Fact]
    public async Task Experiment_WithInvalidCandidates_IsRefused()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var draft = await world.DraftAsync("r2");
        Task<Result<long>> Start(ExperimentKind kind, params CandidateShare[] c) =>
            world.Experiments.StartAsync(world.Approver, world.Workflow, kind, c);
        Assert.Contains(
            "No release is live",
            (await Start(ExperimentKind.Split, new CandidateShare(draft.Id, 0.1))).Message,
            StringComparison.Ordinal
        );
        await world.LiveAsync("r1");
        var other = await world.DraftAsync("r3");
        Assert.False((await Start(ExperimentKind.Split)).Ok);
        Assert.False((await Start(ExperimentKind.Split, new CandidateShare(draft.Id, 0.95))).Ok);
        Assert.False((await Start(ExperimentKind.Split, new CandidateShare(draft.Id, double.NaN))).Ok);
        Assert.False((await Start(ExperimentKind.Shadow, new CandidateShare(draft.Id, 0.1), new CandidateShare(other.Id, 0.1))).Ok);
        Assert.True(
            (await world.Experiments.StartAsync(world.Lead, world.Workflow, ExperimentKind.Shadow, [new CandidateShare(draft.Id, 0.1)])).Ok
        );
        await Assert.ThrowsAsync<Security.AccessDeniedException>(() =>
            world.Experiments.StartAsync(world.Lead, world.Workflow, ExperimentKind.Split, [new CandidateShare(draft.Id, 0.1)])
        );
        Assert.Contains(
            "Another experiment",
            (await Start(ExperimentKind.Split, new CandidateShare(other.Id, 0.1))).Message,
            StringComparison.Ordinal
        );
        Assert.True((await Start(ExperimentKind.Split, new CandidateShare(draft.Id, 0.1))).Ok);
        Assert.Equal(ReleaseState.Canary, await world.StateAsync("r2"));
        Assert.Equal(
            [ReleaseState.Evaluating, ReleaseState.Shadow, ReleaseState.Canary],
            (await world.HistoryAsync("r2")).Reverse().Select(h => h.To)
        );
    }

    private static GateResult Gate(ReleaseRow row, GateKind kind) => row.Gates.Single(g => g.Kind == kind);
}
