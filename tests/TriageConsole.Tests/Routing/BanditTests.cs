using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Routing;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Routing;

/// <summary>The shares of a bandit follow measured outcomes.</summary>
public sealed class BanditTests : IAsyncLifetime
{
    private readonly ManualTime time = new();
    private IngestFixture world = null!;
    private Experiment experiment = null!;

    private BanditService Bandits => world.Get<BanditService>();

    public async ValueTask InitializeAsync()
    {
        world = await IngestFixture.CreateAsync(time);
        // The first event creates the workflow. It is older than the experiment and belongs to no release.
        await world.SendAsync(Line("first", "v1", 1, -120));
        await using var db = world.Database.CreateContext();
        var workflow = await db.Workflows.SingleAsync();
        (workflow.Configured, workflow.OutcomeMetric) = (true, "resolved");
        await db.SaveChangesAsync();
        var (live, candidate) = (
            await RoutingRows.AddReleaseAsync(db, workflow, "v1"),
            await RoutingRows.AddReleaseAsync(db, workflow, "v2")
        );
        await RoutingRows.PromoteAsync(db, null, live);
        experiment = await RoutingRows.StartAsync(db, ExperimentKind.Bandit, live, 0.6, candidate, 0.4, time.GetUtcNow().AddMinutes(-62));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData(OutcomeDirection.HigherIsBetter, "v2")]
    [InlineData(OutcomeDirection.LowerIsBetter, "v1")]
    public async Task Shares_FollowTheBetterArm_AndKeepTheMinimum(OutcomeDirection direction, string winner)
    {
        await world.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeDirection, direction)));
        await OutcomesAsync("v1", 300, 0.5);
        await OutcomesAsync("v2", 300, 0.7);
        var version = await VersionAsync();
        Assert.Equal([experiment.Id], await Bandits.DueAsync());
        Assert.True(await Bandits.ReweighAsync(experiment.Id));
        var shares = await SharesAsync();
        Assert.Equal(1, shares.Values.Sum(), 9);
        Assert.True(shares[winner] > 0.9, $"{shares[winner]}");
        Assert.True(shares.Values.Min() >= 0.05 - 1e-12, $"{shares.Values.Min()}");
        Assert.Equal(version + 1, await VersionAsync());

        var history = await world.QueryAsync(db =>
            db.ArmShares.Join(
                    db.Releases,
                    s => s.ReleaseId,
                    r => r.Id,
                    (s, r) =>
                        new
                        {
                            r.Name,
                            s.Share,
                            s.Units,
                            s.Mean,
                            s.At,
                        }
                )
                .OrderBy(s => s.Name)
                .ToListAsync()
        );
        Assert.Equal(
            [("v1", shares["v1"], 300, 0.5, time.GetUtcNow()), ("v2", shares["v2"], 300, 0.7, time.GetUtcNow())],
            history.Select(h => (h.Name, h.Share, h.Units, Math.Round(h.Mean!.Value, 9), h.At))
        );
        Assert.Empty(await Bandits.DueAsync());
    }

    [Fact]
    public async Task Shares_WithoutNewOutcomes_StayTheSame()
    {
        await OutcomesAsync("v1", 150, 0.5);
        await OutcomesAsync("v2", 150, 0.6);
        Assert.True(await Bandits.ReweighAsync(experiment.Id));
        var shares = await SharesAsync();
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([experiment.Id], await Bandits.DueAsync());
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
        Assert.Equal(shares, await SharesAsync());
        await OutcomesAsync("v2", 150, 0.9, "more");
        Assert.True(await Bandits.ReweighAsync(experiment.Id));
        Assert.True((await SharesAsync())["v2"] > shares["v2"]);
        Assert.Equal(4, await world.QueryAsync(db => db.ArmShares.CountAsync()));
    }

    [Fact]
    public async Task Shares_WithoutEnoughOutcomesOfThisExperiment_KeepTheirStart()
    {
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
        await OutcomesAsync("v1", 200, 0.5);
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
        // None of these is an outcome of the arm: before the start, another metric, shadow, another release, no real time.
        await OutcomesAsync("v2", 150, 0.9, "before", minutes: -90);
        await OutcomesAsync("v2", 150, 0.9, "metric", metric: "else");
        await OutcomesAsync("v2", 150, 0.9, "shadow", extra: """, "shadow":true""");
        await OutcomesAsync("v3", 150, 0.9, "release");
        await OutcomesAsync("v2", 99, 0.9, "few");
        var version = await VersionAsync();
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
        Assert.Equal(new Dictionary<string, double> { ["v1"] = 0.6, ["v2"] = 0.4 }, await SharesAsync());
        Assert.Equal((0, version), (await world.QueryAsync(db => db.ArmShares.CountAsync()), await VersionAsync()));
        await OutcomesAsync("v2", 1, 1, "last");
        Assert.True(await Bandits.ReweighAsync(experiment.Id));
        Assert.Equal(100, await world.QueryAsync(db => db.ArmShares.MinAsync(s => s.Units)));
    }

    [Fact]
    public async Task Shares_ComputedConcurrently_AreWrittenOnce()
    {
        await OutcomesAsync("v1", 150, 0.5);
        await OutcomesAsync("v2", 150, 0.6);
        var done = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Bandits.ReweighAsync(experiment.Id))));
        Assert.Single(done, d => d);
        Assert.Equal(2, await world.QueryAsync(db => db.ArmShares.CountAsync()));
    }

    [Fact]
    public async Task Shares_OfACanaryOrAnEndedExperiment_DoNotChange()
    {
        await OutcomesAsync("v1", 150, 0.5);
        await OutcomesAsync("v2", 150, 0.9);
        await world.QueryAsync(db => db.Experiments.ExecuteUpdateAsync(s => s.SetProperty(e => e.Kind, ExperimentKind.Split)));
        Assert.Empty(await Bandits.DueAsync());
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
        await world.QueryAsync(db =>
            db.Experiments.ExecuteUpdateAsync(s => s.SetProperty(e => e.Kind, ExperimentKind.Bandit).SetProperty(e => e.IsRunning, false))
        );
        Assert.Empty(await Bandits.DueAsync());
        Assert.False(await Bandits.ReweighAsync(experiment.Id));
    }

    private string Line(string trace, string release, double outcome, int minutes, string metric = "resolved", string extra = "") =>
        $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"{{trace}}","model_version":"m","releas"""
        + $$"""e":"{{release}}","timestamp":"{{time.GetUtcNow().AddMinutes(minutes):O}}","input":"q","output":"a","outcome_me"""
        + $$"""tric_name":"{{metric}}","outcome_metric_value":{{outcome}}{{extra}}}""";

    /// <summary>Sends outcomes over the last hour, a share of them with value 1.</summary>
    private async Task OutcomesAsync(
        string release,
        int count,
        double mean,
        string name = "t",
        int minutes = -55,
        string metric = "resolved",
        string extra = ""
    )
    {
        var ones = (int)Math.Round(count * mean);
        await world.SendAsync([
            .. Enumerable
                .Range(0, count)
                .Select(n =>
                    Line($"{name}-{release}-{n}", release, n < ones ? 1 : 0, minutes < -60 ? minutes : minutes + (n % 50), metric, extra)
                ),
        ]);
    }

    private Task<long> VersionAsync() => world.QueryAsync(db => db.RoutingVersions.Select(v => v.Version).SingleAsync());

    private Task<Dictionary<string, double>> SharesAsync() =>
        world.QueryAsync(db =>
            db.ExperimentArms.Join(db.Releases, a => a.ReleaseId, r => r.Id, (a, r) => new { r.Name, a.Share })
                .OrderBy(a => a.Name)
                .ToDictionaryAsync(a => a.Name, a => a.Share)
        );
}
