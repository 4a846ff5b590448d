using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Routing;

namespace TriageConsole.Tests.Releases;

/// <summary>
/// Tasks that more than one of the compared releases served: they count for none, are shown, and hold the gates if there are many.
/// </summary>
public sealed class SharedUnitTests
{
    private int sent;

    [Fact]
    public async Task AllUnitsInBothArms_CountForNeitherAndHold()
    {
        await using var world = await CanaryAsync();
        for (var n = 0; n < 60; n++)
            await world.Services.SendAsync(Event("r1", $"case-{n}", 0), Event("r2", $"case-{n}", 1));
        await world.LookAsync();
        var row = await world.RowAsync("r2");
        var (signal, data, shared) = (Gate(row, GateKind.Signal), Gate(row, GateKind.DataPresent), Gate(row, GateKind.SharedUnits));
        Assert.Equal(
            (GateAnswer.NotEnoughEvidence, GateAnswer.NotEnoughEvidence, GateAnswer.NotEnoughEvidence),
            (signal.Answer, data.Answer, shared.Answer)
        );
        Assert.Equal((0L, 60L, 1.0), (data.Units!.Value, shared.Units!.Value, shared.Value!.Value));
        Assert.Contains("60 of 60 units (100 %) were served by both releases", shared.Explanation, StringComparison.Ordinal);
        Assert.Equal(GateAnswer.NotEnoughEvidence, Gate(row, GateKind.SampleRatio).Answer);
        Assert.Equal(GateVerdict.Hold, row.Verdict);
        Assert.False((await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
        Assert.Equal(60, (await world.Services.Get<ReleaseReader>().ListAsync(world.Approver, world.Workflow)).Experiment!.SharedUnits);
    }

    [Theory]
    [InlineData(4, GateAnswer.Pass)]
    [InlineData(8, GateAnswer.NotEnoughEvidence)]
    public async Task FewSharedUnits_AreLeftOut_AndMoreThanOnePercentHold(int shared, GateAnswer answer)
    {
        await using var world = await CanaryAsync();
        await world.TrafficAsync(15, ("r1", 20, 10, "", true), ("r2", 20, 17, "", true));
        for (var n = 0; n < shared; n++)
            await world.Services.SendAsync(Event("r1", $"both-{n}", 1), Event("r2", $"both-{n}", 0));
        await world.LookAsync();
        var row = await world.RowAsync("r2");
        Assert.Equal((answer, answer), (Gate(row, GateKind.SharedUnits).Answer, Gate(row, GateKind.Signal).Answer));
        Assert.Equal((600L, 600L + shared), (Gate(row, GateKind.DataPresent).Units!.Value, Gate(row, GateKind.SharedUnits).Units!.Value));
        Assert.Equal(
            (answer == GateAnswer.Pass ? GateVerdict.Promote : GateVerdict.Hold, 0.35),
            (row.Verdict, Math.Round(Gate(row, GateKind.Signal).Value!.Value, 12))
        );
        Assert.Equal(answer == GateAnswer.Pass, (await world.PromoteAsync(await world.ReleaseAsync("r2"))).Ok);
    }

    [Fact]
    public async Task Task_ServedByAnotherReleaseBeforeTheExperiment_Counts()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        for (var n = 0; n < 20; n++)
            await world.Services.SendAsync(Event("r1", $"case-{n}", 1, world.Clock.Now));
        world.Clock.Now = world.Clock.Now.AddMinutes(10);
        await world.CanaryAsync("r2");
        for (var n = 0; n < 20; n++)
            await world.Services.SendAsync(Event("r2", $"case-{n}", 1, world.Clock.Now.AddMinutes(1)));
        await world.LookAsync();
        var row = await world.RowAsync("r2");
        Assert.Equal((20L, 0.0), (Gate(row, GateKind.DataPresent).Units!.Value, Gate(row, GateKind.SharedUnits).Value!.Value));
    }

    [Fact]
    public async Task Shadow_OnTheSameTasks_HasNoSharedUnits()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2", 1, ExperimentKind.Shadow);
        for (var n = 0; n < 60; n++)
            await world.Services.SendAsync(Event("r1", $"case-{n}", 1), Event("r2", $"case-{n}", 1, extra: ""","shadow":true"""));
        await world.LookAsync();
        var row = await world.RowAsync("r2");
        Assert.DoesNotContain(row.Gates, g => g.Kind == GateKind.SharedUnits);
        Assert.Equal((120L, GateAnswer.Pass), (Gate(row, GateKind.DataPresent).Units!.Value, Gate(row, GateKind.SampleRatio).Answer));
    }

    [Fact]
    public async Task Promotion_WithTasksOnBothSides_HoldsTheMonitoring()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        for (var n = 0; n < 100; n++)
            await world.Services.SendAsync(Event("r1", $"case-{n}", 1, world.Clock.Now.AddMinutes(1)));
        world.Clock.Now = world.Clock.Now.AddMinutes(30);
        Assert.True((await world.PromoteAsync(await world.DraftAsync("r2"), because: "test")).Ok);
        // The release before served each of these tasks too: the apparent regression comes from counting tasks twice.
        for (var n = 0; n < 100; n++)
            await world.Services.SendAsync(Event("r2", $"case-{n}", 0, world.Clock.Now.AddMinutes(1)));
        await world.LookAsync();
        Assert.Equal("r2", await world.LiveNameAsync());
        var monitor = await world.Services.QueryAsync(db => db.ReleaseMonitors.SingleAsync(w => w.IsRunning));
        Assert.StartsWith("Not enough evidence: 100 of 100 units", monitor.Evidence, StringComparison.Ordinal);
        Assert.Equal(0, monitor.Units);
        // Tasks that only r2 served show the regression.
        for (var n = 0; n < 400; n++)
            await world.Services.SendAsync(Event("r1", $"old-{n}", 1, monitor.StartedAt.AddMinutes(-20)));
        for (var n = 0; n < 12_000; n += 500)
            await world.Services.SendAsync([
                .. Enumerable.Range(n, 500).Select(k => Event("r2", $"new-{k}", 0, world.Clock.Now.AddMinutes(1))),
            ]);
        await world.LookAsync();
        Assert.Equal("r1", await world.LiveNameAsync());
    }

    [Fact]
    public async Task Bandit_IgnoresTasksOfSeveralArms()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2", kind: ExperimentKind.Bandit);
        var at = world.Clock.Now = ReleaseWorld.Noon;
        for (var n = 0; n < 150; n++)
            await world.Services.SendAsync(
                Event("r1", $"one-{n}", n % 2, at),
                Event("r2", $"two-{n}", n % 2, at),
                Event("r1", $"both-{n}", 0, at),
                Event("r2", $"both-{n}", 1, at)
            );
        world.Clock.Now = at.AddHours(1);
        var experiment = await world.Services.QueryAsync(db => db.Experiments.SingleAsync(e => e.IsRunning));
        Assert.True(await world.Services.Get<BanditService>().ReweighAsync(experiment.Id));
        var shares = await world.Services.QueryAsync(db => db.ArmShares.Where(s => s.Units > 0).ToListAsync());
        Assert.Equal([(150, 0.5), (150, 0.5)], shares.Select(s => ((int)s.Units, s.Mean!.Value)));
    }

    [Fact]
    public async Task Interactions_WithIdsBelowTheSearchedOnes_AreSearched()
    {
        await using var world = await CanaryAsync();
        await world.Services.SendAsync(Event("r1", "case-1", 1));
        await world.LookAsync();
        // As if a batch with higher ids had been searched while this one was in progress.
        await world.Services.QueryAsync(db =>
            db.ArmComparisons.ExecuteUpdateAsync(s => s.SetProperty(c => c.SearchedTo, c => c.SearchedTo + 1_000_000))
        );
        await world.Services.SendAsync(Event("r2", "case-1", 1));
        await world.LookAsync();
        Assert.Equal(
            "1 of 1 units (100 %) was served by both releases",
            Gate(await world.RowAsync("r2"), GateKind.SharedUnits).Explanation.Split(':')[0]
        );
    }

    /// <summary>
    /// Random traffic in random order, in concurrent batches with late outcomes and feedback, and evaluations in between: every sum equals
    /// a count of the rows of unshared tasks.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task SumsOfTheArms_EqualTheirOwnTasks_InAnyOrder(int seed)
    {
        await using var world = await CanaryAsync(p =>
            (p.SafetyPoints, p.LatencyPercent, p.CostPercent, p.RollsBackAutomatically) = (10, 25, 10, false)
        );
        var random = new Random(seed);
        var events = Enumerable
            .Range(0, 600)
            .Select(n =>
            {
                var late = random.Next(3) == 0;
                var extra =
                    $$""","client_latency_ms":{{random.Next(50, 5000)}},"metadata":{"cost_usd":0.0{{random.Next(1, 99)}}}"""
                    + $$"""{{(random.Next(5) == 0 ? ""","error":{"kind":"timeout","message":"x"}""" : "")}},"feedback":[{"fee"""
                    + $$"""dback_type":"system","name":"safety_scan","value":{{(random.Next(4) == 0 ? "true" : "false")}}}]""";
                return (
                    Line: Event(
                        random.Next(2) == 0 ? "r1" : "r2",
                        $"case-{random.Next(400)}",
                        late ? null : random.Next(2),
                        ReleaseWorld.Noon.AddDays(-2).AddMinutes(random.Next(1, 40)),
                        extra
                    ),
                    Late: late,
                    Trace: $"s{sent}"
                );
            })
            .ToList();
        foreach (var chunk in events.Chunk(60))
        {
            await Task.WhenAll(chunk.Chunk(15).Select(part => world.Services.SendAsync([.. part.Select(e => e.Line)])));
            await Task.WhenAll(
                world.LookAsync(),
                world.Services.SendAsync([
                    .. chunk
                        .Where(e => e.Late)
                        .Select(e =>
                            $$"""{"kind":"outcome","trace_id":"{{e.Trace}}","outcome_metric_name":"resolved","outcome_metri"""
                            + $$"""c_value":{{random.Next(2)}}}"""
                        ),
                ])
            );
        }

        await world.LookAsync();
        var experiment = await world.Services.QueryAsync(db => db.Experiments.AsNoTracking().SingleAsync(e => e.IsRunning));
        var rows = await world.Services.QueryAsync(db =>
            db.Interactions.AsNoTracking().Where(i => i.Timestamp >= experiment.StartedAt).ToListAsync()
        );
        var flagged = await world.Services.QueryAsync(db =>
            db.Signals.Where(s => s.Name == "safety_scan" && s.Polarity < 0).Select(s => s.InteractionId).ToListAsync()
        );
        var shared = rows.GroupBy(r => r.TaskId).Where(g => g.Select(r => r.Release).Distinct().Count() > 1).Select(g => g.Key).ToHashSet();
        Assert.InRange(shared.Count, 50, 300);
        Assert.All(rows, r => Assert.Equal(shared.Contains(r.TaskId) ? ArmOverlap.Experiment : ArmOverlap.None, r.Overlap));
        foreach (var release in new[] { "r1", "r2" })
        {
            var own = rows.Where(r => r.Release == release && !shared.Contains(r.TaskId)).ToList();
            var sums = await world.Services.QueryAsync(db =>
                ArmReader.ReadAsync(
                    db,
                    world.Workflow.Id,
                    "resolved",
                    new ArmOf(release, false, ArmOverlap.Experiment),
                    experiment.StartedAt,
                    world.Clock.Now.AddDays(1),
                    default
                )
            );
            Assert.Equal((own.Count, own.Count(r => r.ErrorKind != null)), ((int)sums.Events, (int)sums.Errors.Sum));
            Assert.Equal(OutcomeSums.Of(own.Where(r => r.OutcomeValue != null).Select(r => r.OutcomeValue!.Value)), sums.Outcomes);
            Assert.Equal(own.Count(r => flagged.Contains(r.Id)), sums.SafetyFindings);
            Assert.Equal(
                (own.Count, Math.Round(own.Sum(r => r.Cost!.Value), 9)),
                ((int)sums.Latency.Values.Sum(), Math.Round(sums.Costs.Values.Single().Sum, 9))
            );
        }

        Assert.Contains(
            $"{shared.Count:N0} of ",
            Gate(await world.RowAsync("r2"), GateKind.SharedUnits).Explanation,
            StringComparison.Ordinal
        );
    }

    private static async Task<ReleaseWorld> CanaryAsync(Action<ReleasePolicyForm>? policy = null)
    {
        var world = await ReleaseWorld.CreateAsync(policy);
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        return world;
    }

    private static GateResult Gate(ReleaseRow row, GateKind kind) => row.Gates.Single(g => g.Kind == kind);

    private string Event(string release, string task, int? value, DateTimeOffset? at = null, string extra = "")
    {
        var when = (at ?? ReleaseWorld.Noon.AddDays(-2).AddMinutes(1)).UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture
        );
        var outcome = value is null ? "" : $$""","outcome_metric_name":"resolved","outcome_metric_value":{{value}}""";
        return $$"""{"trace_id":"s{{++sent}}","task_type":"support","task_id":"{{task}}","model_version":"m1","releas"""
            + $$"""e":"{{release}}","timestamp":"{{when}}","input":"?","output":"!"{{outcome}}{{extra}}}""";
    }
}
