using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Tests.Releases;

/// <summary>What the start page and the list of workflows say about releases, and the versions of imported history.</summary>
public sealed class ReleaseNewsTests
{
    [Fact]
    public async Task CandidateWithAWorseOutcome_IsNamedAsFailing_AlthoughAnotherGateWaits()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("one");
        await world.CanaryAsync("two");
        await world.Services.QueryAsync(db => db.ReleasePolicies.ExecuteUpdateAsync(s => s.SetProperty(p => p.ToleratedLoss, 0.9)));
        await world.TrafficAsync(6, ("one", 60, 54, "", true), ("two", 60, 20, "", true));
        await world.Services.Get<ReleaseGuard>().LookAsync(world.Workflow.Id);
        var reader = world.Services.Get<ReleaseWorkflowReader>();
        var asking = Assert.Single(await reader.AskingAsync(world.Approver, 20));
        var verdict = Assert.Single(asking.Verdicts);
        Assert.Equal(
            ("two", false, ReleaseState.Canary, GateKind.Signal, ExperimentKind.Split),
            (verdict.Release, verdict.IsReady, verdict.State, verdict.Failing!.Kind, asking.Experiment)
        );
        Assert.True(verdict.Failing.High < 0);
        var listed = Assert.Single((await reader.WorkflowsAsync(world.Lead, null, 1)).Items);
        Assert.Equal((1, 0, 1), (listed.Failing, listed.Ready, listed.Candidates));
    }

    [Fact]
    public async Task VersionsOfImportedHistory_AreListedWithTheirOutcome_AndRegisteredTogether()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.SendAsync("m-2023", 40, 30, ReleaseWorld.Noon.AddYears(-3));
        var list = await world.Services.Get<ReleaseReader>().ListAsync(world.Lead, world.Workflow);
        Assert.Equal(["old", "m-2023"], list.Unregistered.Select(v => v.Version));
        var seen = list.Unregistered[1];
        Assert.Equal(
            (40L, "resolved", 40L, 0.75, true),
            (seen.Interactions, seen.Outcome!.Metric, seen.Outcome.Count, seen.Outcome.Mean, seen.Outcome.IsShare)
        );
        Assert.InRange(seen.Outcome.Low!.Value, 0.55, 0.75);
        var registration = world.Services.Get<TrafficRegistration>();
        await Assert.ThrowsAsync<Security.AccessDeniedException>(() =>
            registration.RegisterAllAsync(world.Lead, world.Workflow, ["old", "m-2023"], "m-2023")
        );
        var result = await registration.RegisterAllAsync(world.Approver, world.Workflow, ["old", "m-2023"], "m-2023");
        Assert.Equal((true, "2 of 2 versions registered. m-2023 is live."), (result.Ok, result.Message));
        Assert.Equal(("m-2023", ReleaseState.Draft), (await world.LiveNameAsync(), await world.StateAsync("old")));
        Assert.Empty((await world.Services.Get<ReleaseReader>().ListAsync(world.Lead, world.Workflow)).Unregistered);
    }
}
