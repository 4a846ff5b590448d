using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.OffPolicy;
using TriageConsole.Security;
using TriageConsole.Tests.Outcomes;

namespace TriageConsole.Tests.OffPolicy;

/// <summary>Policies whose true value is known by construction, estimated from the events of an experiment.</summary>
public sealed class OffPolicyTests
{
    private const string ThumbsUp = ""","feedback":[{"feedback_type":"explicit","name":"thumbs_up","value":true}]""";

    [Theory]
    [InlineData(ExperimentKind.Split)]
    [InlineData(ExperimentKind.Bandit)]
    public async Task PlantedPolicy_HasItsTrueValueInTheIntervals(ExperimentKind kind)
    {
        await using var world = await PolicyWorld.CreateAsync(kind);
        await world.PlantAsync();
        var estimate = await world.EstimateAsync(PolicyWorld.Planted);
        var report = estimate.Report;
        Assert.Empty(report.Refusals);
        Assert.Equal((1000L, 0L, 0L), (report.Units, report.Mixed, report.Estimated));
        Assert.Equal(PolicyWorld.Logged, report.Logged.Value!.Value, 1e-9);
        // The units are divided exactly as the shares say, so these three have no error at all.
        Assert.Equal(PolicyWorld.TruthOfPlanted, Value(OffPolicyEstimator.InversePropensity), 1e-9);
        Assert.Equal(PolicyWorld.TruthOfPlanted, Value(OffPolicyEstimator.SelfNormalized), 1e-9);
        Assert.Equal(PolicyWorld.TruthOfPlanted, Value(OffPolicyEstimator.ClippedInversePropensity), 1e-9);
        Assert.Equal(PolicyWorld.TruthOfPlanted, Value(OffPolicyEstimator.DirectMethod), 0.05);
        Assert.Equal(PolicyWorld.TruthOfPlanted, Value(OffPolicyEstimator.DoublyRobust), 0.01);
        Assert.Equal(OffPolicyEstimator.DoublyRobust, report.Preferred!.Estimator);
        Assert.InRange(PolicyWorld.TruthOfPlanted, report.Preferred.Mean.Low!.Value, report.Preferred.Mean.High!.Value);
        // (Σ w)²/Σ w² with 150 weights of 1/0.3, 350 of 1/0.7, and 500 of 0: 1000²/(150/0.09 + 350/0.49).
        Assert.Equal(420, report.Weights!.EffectiveUnits, 1e-6);
        Assert.Equal(1 / PolicyWorld.ShareOfV2, report.Weights.Largest, 1e-9);
        Assert.Equal((PolicyVerdict.Better, true, 0L), (estimate.Verdict, estimate.IsComplete, estimate.Pending));
        Assert.Null(estimate.MeasuredOnly);
        Assert.Equal(
            [("v1", 700L, 0.7, 0.5), ("v2", 300L, 0.3, 0.5)],
            estimate.Arms.Select(a => (a.Release, a.Units, Math.Round(a.LoggedShare, 9), Math.Round(a.PolicyShare, 9)))
        );

        double Value(OffPolicyEstimator estimator) => report.Of(estimator)!.Mean.Value!.Value;
    }

    [Fact]
    public async Task OppositePolicy_IsWorse_AndBetterWhereLowerIsBetter()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.PlantAsync();
        const string Opposite = """{"shares":{"v2":1},"segments":{"gold":{"v1":1}}}""";
        var estimate = await world.EstimateAsync(Opposite);
        Assert.Equal(0.25, estimate.Report.Of(OffPolicyEstimator.SelfNormalized)!.Mean.Value!.Value, 1e-9);
        Assert.Equal(PolicyVerdict.Worse, estimate.Verdict);
        await world.Fixture.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeDirection, OutcomeDirection.LowerIsBetter))
        );
        Assert.Equal(PolicyVerdict.Better, (await world.EstimateAsync(Opposite)).Verdict);
    }

    [Fact]
    public async Task MixedUnits_AreExcludedAndCounted_AndWhatIsNoDecisionIsLeftOut()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.PlantAsync();
        await world.SendAsync(
            Enumerable.Range(0, 20).Select(n => world.Line($"m-{n}", n < 10 ? "v1" : "v2", 0.5, "gold", 1, n, task: $"mixed-{n % 10}"))
        );
        await world.SendAsync([
            world.Line("shadow", "v2", 0.3, "gold", 1, extra: ""","shadow":true"""),
            world.Line("other", "v3", 0.3, "gold", 1),
            world.Line("before", "v2", 0.3, "gold", 1, minutes: -90),
        ]);
        var estimate = await world.EstimateAsync(PolicyWorld.Planted);
        Assert.Equal((1000L, 10L), (estimate.Report.Units, estimate.Report.Mixed));
        Assert.Equal(PolicyWorld.TruthOfPlanted, estimate.Report.Of(OffPolicyEstimator.SelfNormalized)!.Mean.Value!.Value, 1e-9);
    }

    /// <summary>A bandit changes shares, and a unit keeps its arm: the first interaction has the probability that counts.</summary>
    [Fact]
    public async Task LaterPropensitiesOfAUnit_DoNotCount_AndItsRewardIsTheMeanOfItsOutcomes()
    {
        await using var world = await PolicyWorld.CreateAsync(ExperimentKind.Bandit);
        await world.PlantAsync();
        await world.SendAsync(
            Enumerable
                .Range(0, 1000)
                .Select(n =>
                {
                    var (segment, release, k) = (n % 2 == 0 ? "gold" : "basic", n < 700 ? "v1" : "v2", n < 700 ? n / 2 : (n - 700) / 2);
                    return world.Line($"again-{n}", release, 0.99, segment, null, minutes: -1, task: $"u-{segment}-{release}-{k}");
                })
        );
        var report = (await world.EstimateAsync(PolicyWorld.Planted)).Report;
        Assert.Equal((1000L, 0L), (report.Units, report.Mixed));
        Assert.Equal(420, report.Weights!.EffectiveUnits, 1e-6);
        Assert.Equal(PolicyWorld.TruthOfPlanted, report.Of(OffPolicyEstimator.SelfNormalized)!.Mean.Value!.Value, 1e-9);
    }

    [Fact]
    public async Task MissingPropensities_AreRefused()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.PlantAsync();
        await world.SendAsync(Enumerable.Range(0, 5).Select(n => world.Line($"no-{n}", "v1", null, "gold", 1, n)));
        var estimate = await world.EstimateAsync(PolicyWorld.Planted);
        Assert.Equal(PolicyVerdict.Refused, estimate.Verdict);
        Assert.Empty(estimate.Report.Estimates);
        var refusal = Assert.Single(estimate.Report.Refusals);
        Assert.Equal(OffPolicyRefusalReason.InvalidPropensity, refusal.Reason);
        Assert.StartsWith("5 of 1,005 units have no logged probability", refusal.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"shares":{"v3":1}}""", "never takes an action of the log")]
    [InlineData("""{"shares":{"v1":0.68,"v2":0.3,"v3":0.02}}""", "of the units to v3, which served no unit")]
    public async Task ReleasesThatNeverServed_AreRefused(string policy, string words)
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.PlantAsync();
        var estimate = await world.EstimateAsync(policy);
        Assert.Equal(PolicyVerdict.Refused, estimate.Verdict);
        Assert.Empty(estimate.Report.Estimates);
        Assert.Contains(estimate.Report.Refusals, r => r.Reason == OffPolicyRefusalReason.NoOverlap);
        Assert.Contains(words, estimate.Report.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FewUnits_AreRefused_WithTheEffectiveSampleSize()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.SendAsync([.. world.Cell("gold", "v1", 35, 7), .. world.Cell("gold", "v2", 15, 12)]);
        var report = (await world.EstimateAsync("""{"shares":{"v2":1}}""")).Report;
        Assert.Contains(report.Refusals, r => r.Reason == OffPolicyRefusalReason.FewEffectiveUnits);
        Assert.Equal(15, report.Weights!.EffectiveUnits, 1e-6);
        Assert.Empty(report.Estimates);
    }

    [Fact]
    public async Task PendingOutcomes_AreEstimatedFromSignals_AndMeasuredOnesDecide()
    {
        await using var world = await PolicyWorld.CreateAsync();
        // With thumbs up 0.9 are resolved, without a signal 0.3. The pending units are estimated by these means.
        await world.SendAsync([
            .. Half(200, "up", n => n % 100 < 90 ? 1 : 0, ThumbsUp),
            .. Half(200, "none", n => n % 100 < 30 ? 1 : 0, ""),
            .. Half(60, "late-up", _ => null, ThumbsUp),
            .. Half(40, "late-none", _ => null, ""),
        ]);
        var estimate = await world.EstimateAsync("""{"shares":{"v1":0.5,"v2":0.5}}""");
        Assert.Equal((500L, 100L), (estimate.Report.Units, estimate.Report.Estimated));
        Assert.Equal(0.2, estimate.EstimatedShare, 1e-9);
        // The first event of the workflow is measured without a signal before the experiment, and calibrates too.
        var none = 61.0 / 201;
        Assert.Equal((180 + 60 + (60 * 0.9) + (40 * none)) / 500, estimate.Report.Logged.Value!.Value, 1e-9);
        Assert.Equal((400L, 0L), (estimate.MeasuredOnly!.Units, estimate.MeasuredOnly.Estimated));
        Assert.Equal(0.6, estimate.MeasuredOnly.Logged.Value!.Value, 1e-9);
        Assert.Same(estimate.MeasuredOnly, estimate.Deciding);
        Assert.Equal(PolicyVerdict.NotDecisive, estimate.Verdict);
        Assert.Contains("100 of 500 units have an estimated reward", estimate.Report.Explanation, StringComparison.Ordinal);
        Assert.Equal(0L, estimate.Pending);

        IEnumerable<string> Half(int units, string name, Func<int, double?> outcome, string extra) =>
            Enumerable
                .Range(0, units)
                .Select(n => world.Line($"{name}-{n}", n % 2 == 0 ? "v1" : "v2", 0.5, "gold", outcome(n), n, extra: extra));
    }

    [Fact]
    public async Task PendingOutcomes_WithoutCalibration_AreLeftOutAndCounted()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.SendAsync([
            .. world.Cell("gold", "v1", 7, 3),
            .. Enumerable.Range(0, 30).Select(n => world.Line($"late-{n}", "v2", 0.3, "gold", null, n)),
        ]);
        var estimate = await world.EstimateAsync("""{"shares":{"v1":1}}""");
        Assert.Equal((7L, 0L, 30L), (estimate.Report.Units, estimate.Report.Estimated, estimate.Pending));
    }

    [Fact]
    public async Task WithoutExperimentOrMetric_TheAnswerSaysWhatToDo()
    {
        await using var world = await PolicyWorld.CreateAsync(ExperimentKind.Shadow);
        Assert.Contains("no canary and no bandit", (await world.TryAsync(PolicyWorld.Planted)).Message, StringComparison.Ordinal);
        Assert.Empty(await world.Service.ExperimentsAsync(DashboardData.Person(Role.Lead, world.Workflow.TenantId), world.Workflow));
        await world.Fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeMetric, (string?)null)));
        Assert.Contains("no outcome metric", (await world.TryAsync(PolicyWorld.Planted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeadsAndApprovers_ReadEstimates_OthersDoNot()
    {
        await using var world = await PolicyWorld.CreateAsync();
        await world.PlantAsync();
        Assert.Equal(PolicyVerdict.Better, (await world.EstimateAsync(PolicyWorld.Planted, Role.Approver)).Verdict);
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.TryAsync(PolicyWorld.Planted, Role.Labeler));
        var stranger = DashboardData.Person(Role.Lead, world.Workflow.TenantId + 1);
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Service.ExperimentsAsync(stranger, world.Workflow));
        var experiment = Assert.Single(
            await world.Service.ExperimentsAsync(DashboardData.Person(Role.Lead, world.Workflow.TenantId), world.Workflow)
        );
        Assert.Equal((world.Experiment.Id, "v1", 0.7), (experiment.Id, experiment.Arms[0].Release, experiment.Arms[0].Share));
    }
}
