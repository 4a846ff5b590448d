using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;

namespace TriageConsole.Tests.Routing;

/// <summary>Routing during an experiment: which units get the candidate, and that a unit keeps its release.</summary>
public sealed class ExperimentRoutingTests : RoutingTestBase
{
    [Fact]
    public async Task Split_OverTwoInstancesARestartAndANewExperiment_KeepsTheReleaseOfUnits()
    {
        var experiment = await StartAsync(ExperimentKind.Split, 0.9, 0.1);
        await using var sibling = await App.StartSiblingAsync();
        var other = sibling.CreateApiClient(Key);
        await RoutingRows.UntilAsync(async () => (await Client.RouteAsync("u")).Kind, "split");
        var units = Enumerable.Range(0, 400).Select(n => $"unit {n}").ToList();
        var first = await ReleasesAsync(Client, units);
        Assert.InRange(first.Count(r => r == "v2"), 16, 64);
        Assert.Equal(first, await ReleasesAsync(other, units));

        await App.RestartAsync(async () =>
        {
            await using var db = App.Database.CreateContext();
            await db.Experiments.Where(e => e.Id == experiment.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsRunning, false));
            await StartAsync(ExperimentKind.Split, 0.9, 0.1);
        });
        Assert.Equal(first, await ReleasesAsync(App.CreateApiClient(Key), units));
    }

    [Fact]
    public async Task Split_OfTenPercent_ServesTenPercentWithTheirPropensity()
    {
        // Shares are relative to their sum.
        var experiment = await StartAsync(ExperimentKind.Split, 0.45, 0.05);
        await RoutingRows.UntilAsync(async () => (await Client.RouteAsync("u")).Kind, "split");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5000)
                .Chunk(625)
                .Select(async chunk =>
                {
                    var own = new List<(string Release, string Arm, double Propensity, long? Experiment)>();
                    foreach (var n in chunk)
                        own.Add(
                            await Client.RouteAsync($"task-{n}") is var a
                                ? (a.Release, a.Arm, Math.Round(a.Propensity, 12), a.Experiment)
                                : default
                        );
                    return own;
                })
        );
        var counts = answers.SelectMany(a => a).CountBy(a => a).ToDictionary();
        Assert.Equal([("v1", "live", 0.9, experiment.Id), ("v2", "candidate", 0.1, experiment.Id)], counts.Keys.Order());
        // Four standard deviations of 5,000 assignments at 0.1.
        Assert.InRange(counts[("v2", "candidate", 0.1, experiment.Id)], 500 - 85, 500 + 85);
    }

    [Fact]
    public async Task Shadow_OfAShare_IsNamedForItsUnits_AndServesNoUsers()
    {
        await StartAsync(ExperimentKind.Shadow, 1, 0.2);
        await RoutingRows.UntilAsync(async () => (await Client.RouteAsync("u")).Kind, "shadow");
        var (shadowed, units) = (0, 2000);
        for (var n = 0; n < units; n++)
        {
            var answer = await Client.RouteAsync($"task-{n}");
            Assert.Equal(("v1", "live", 1.0), (answer.Release, answer.Arm, answer.Propensity));
            if (answer.Shadow is not { } shadow)
                continue;
            shadowed++;
            Assert.Equal("v2", shadow.Release);
            Assert.All(shadow.Components, c => Assert.Equal("v2", c.Version));
        }

        Assert.InRange(shadowed, 400 - 72, 400 + 72);
    }

    [Fact]
    public async Task Experiment_WhoseControlIsNotLive_IsIgnored()
    {
        await StartAsync(ExperimentKind.Split, 0.5, 0.5);
        await RoutingRows.UntilAsync(async () => (await Client.RouteAsync("u")).Kind, "split");
        await using var db = App.Database.CreateContext();
        var third = await RoutingRows.AddReleaseAsync(db, Workflow, "v3");
        await RoutingRows.PromoteAsync(db, Live, third);
        await RoutingRows.UntilAsync(() => Client.ReleaseAsync(), "v3");
        Assert.Equal(["v3"], (await ReleasesAsync(Client, Enumerable.Range(0, 50).Select(n => $"{n}"))).Distinct());
    }

    [Fact]
    public async Task Experiment_WithARolledBackArm_ServesTheOthers()
    {
        await using var db = App.Database.CreateContext();
        await RoutingRows.MoveAsync(db, Candidate, ReleaseState.Evaluating);
        await RoutingRows.MoveAsync(db, Candidate, ReleaseState.Canary);
        await StartAsync(ExperimentKind.Split, 0.5, 0.5);
        await RoutingRows.UntilAsync(
            async () =>
                (await ReleasesAsync(Client, Enumerable.Range(0, 50).Select(n => $"{n}")))
                    .Distinct()
                    .Count()
                    .ToString(System.Globalization.CultureInfo.InvariantCulture),
            "2"
        );
        await RoutingRows.MoveAsync(db, Candidate, ReleaseState.RolledBack);
        await db.MarkRoutingChangedAsync();
        await RoutingRows.UntilAsync(
            async () => string.Join(',', (await ReleasesAsync(Client, Enumerable.Range(0, 50).Select(n => $"{n}"))).Distinct()),
            "v1"
        );
        Assert.Equal(1, (await Client.RouteAsync("u")).Propensity);
    }

    private async Task<Experiment> StartAsync(ExperimentKind kind, double control, double share)
    {
        await using var db = App.Database.CreateContext();
        return await RoutingRows.StartAsync(db, kind, Live, control, Candidate, share);
    }

    private static async Task<List<string>> ReleasesAsync(HttpClient client, IEnumerable<string> units)
    {
        var releases = new List<string>();
        foreach (var unit in units)
            releases.Add((await client.RouteAsync(unit)).Release);
        return releases;
    }
}
