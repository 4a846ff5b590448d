using System.Text;
using System.Text.Json;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Core.Tests.OffPolicy;

/// <summary>The Open Bandit Dataset (Saito, Aihara, Matsutani and Narita 2021), with the values published for these files.</summary>
public sealed class PublishedOffPolicyTests
{
    [Theory]
    [InlineData("men", "random", "bts_prior")]
    [InlineData("men", "bts", "uniform")]
    [InlineData("women", "random", "bts_prior")]
    public async Task Estimates_EqualThePublishedValues(string campaign, string log, string policy)
    {
        var report = OffPolicyEvaluation.Of(await UnitsAsync(campaign, log, policy));
        Assert.Empty(report.Refusals);
        AssertPublished(Reference(campaign, log, policy), report);
        Assert.Equal(OffPolicyEstimator.DoublyRobust, report.Preferred!.Estimator);
    }

    [Fact]
    public async Task OneUnitWithThreeQuartersOfTheWeight_IsRefusedWithReasons()
    {
        var (units, reference) = (await UnitsAsync("women", "bts", "uniform"), Reference("women", "bts", "uniform"));
        var report = OffPolicyEvaluation.Of(units);
        Assert.Equal(
            [OffPolicyRefusalReason.FewEffectiveUnits, OffPolicyRefusalReason.DominantUnit],
            report.Refusals.Select(r => r.Reason)
        );
        Assert.Empty(report.Estimates);
        Assert.Null(report.Preferred);
        AssertWeights(reference, report.Weights!);
        Assert.StartsWith(
            "Refused. The effective sample size is 1.7 of 7,048 units; at least 100 is needed. ",
            report.Explanation,
            StringComparison.Ordinal
        );
        Assert.Contains("One unit has 75.62 % of all weight (its weight is 21,739.1)", report.Explanation, StringComparison.Ordinal);
        // The formulas are right: the limits refuse what the doubly robust estimate makes of this log, a negative click rate.
        var unlimited = OffPolicyEvaluation.Of(units, new OffPolicyLimits { MinEffectiveUnits = 0, MaxUnitShare = 1 });
        AssertPublished(reference, unlimited);
        Assert.True(unlimited.Preferred!.Mean.Value < 0);
    }

    private static void AssertPublished(JsonElement reference, OffPolicyReport report)
    {
        Assert.Equal(reference.GetProperty("n").GetInt64(), report.Units);
        Equal("on_policy_mean_reward_of_log", report.Logged.Value);
        Equal("IPS", report.Of(OffPolicyEstimator.InversePropensity)!.Mean.Value);
        Equal("IPS_se", report.Of(OffPolicyEstimator.InversePropensity)!.StandardError);
        Equal("IPS_clip10", report.Of(OffPolicyEstimator.ClippedInversePropensity)!.Mean.Value);
        Equal("SNIPS", report.Of(OffPolicyEstimator.SelfNormalized)!.Mean.Value);
        Equal("SNIPS_se_delta", report.Of(OffPolicyEstimator.SelfNormalized)!.StandardError);
        Equal("DM", report.Of(OffPolicyEstimator.DirectMethod)!.Mean.Value);
        Equal("DR", report.Of(OffPolicyEstimator.DoublyRobust)!.Mean.Value);
        Equal("DR_se", report.Of(OffPolicyEstimator.DoublyRobust)!.StandardError);
        AssertWeights(reference, report.Weights!);

        void Equal(string name, double? actual) => Assert.Equal(reference.GetProperty(name).GetDouble(), actual!.Value, 1e-9);
    }

    private static void AssertWeights(JsonElement reference, WeightCheck weights)
    {
        Assert.Equal(reference.GetProperty("weight_mean").GetDouble(), weights.Mean.Value!.Value, 1e-7);
        Assert.Equal(reference.GetProperty("weight_max").GetDouble(), weights.Largest, 1e-5);
        Assert.Equal(reference.GetProperty("ess").GetDouble(), weights.EffectiveUnits, 1e-3);
    }

    private static JsonElement Reference(string campaign, string log, string policy) =>
        JsonDocument
            .Parse(File.ReadAllBytes(SharedData.Path_("reference.json")))
            .RootElement.GetProperty("datasets")
            .GetProperty("obd")
            .GetProperty(campaign)
            .GetProperty($"log={log}, eval={policy}");

    /// <summary>The log with the outcome model of the reference: shrunken click rates per action and position.</summary>
    private static async Task<List<LoggedUnit>> UnitsAsync(string campaign, string log, string policy)
    {
        using var policies = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedData.Path_("obd_eval_policies.json")));
        var actions = policies.RootElement.GetProperty("n_actions").GetProperty(campaign).GetInt32();
        var target =
            policy == "uniform"
                ? [.. Enumerable.Range(0, actions).Select(_ => Enumerable.Repeat(1.0 / actions, 3).ToArray())]
                : policies.RootElement.GetProperty(policy).GetProperty(campaign).Deserialize<double[][]>()!;
        var rows = Encoding
            .UTF8.GetString(await SharedData.ReadAllAsync($"obd_{campaign}_{log}.jsonl.gz"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
            {
                using var row = JsonDocument.Parse(line);
                var (root, reward) = (row.RootElement, row.RootElement.GetProperty("reward").GetDouble());
                var cell = (Action: root.GetProperty("action").GetInt32(), Position: root.GetProperty("position").GetInt32() - 1);
                return (Cell: cell, Reward: reward, Propensity: root.GetProperty("propensity").GetDouble());
            })
            .ToList();
        var model = new ShrunkenMeans<(int Action, int Position)>(rows.Select(r => (r.Cell, r.Reward)));
        var expected = Enumerable
            .Range(0, 3)
            .Select(p => Enumerable.Range(0, actions).Sum(a => target[a][p] * model.Of((a, p))!.Value))
            .ToArray();
        return rows.ConvertAll(r => new LoggedUnit(
            r.Propensity,
            target[r.Cell.Action][r.Cell.Position],
            r.Reward,
            new OutcomePrediction(model.Of(r.Cell)!.Value, expected[r.Cell.Position])
        ));
    }
}
