using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Routing;

namespace TriageConsole.Core.Tests.Routing;

public sealed class ArmChoiceTests
{
    private static readonly string[] Units = [.. Enumerable.Range(0, 300).Select(n => $"unit-{n}")];

    /// <summary>Two to five arms with weights before and after; some weights are 0.</summary>
    private static readonly Arbitrary<(double[] Before, double[] After)> Weights = ArbMap
        .Default.GeneratorFor<int>()
        .Select(seed =>
        {
            var random = new Random(seed);
            var arms = random.Next(2, 6);
            double[] Draw() => [.. Enumerable.Range(0, arms).Select(_ => random.Next(4) == 0 ? 0 : random.NextDouble())];
            return (Draw(), Draw());
        })
        .ToArbitrary();

    private static RoutingArm[] Arms(params double[] weights) => [.. weights.Select((w, i) => new RoutingArm($"release-{i}", w))];

    [Theory]
    [InlineData(0.9, 0.1)]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(70.0, 20.0, 0.0, 10.0)]
    public void Pick_ManyUnits_FollowsTheWeights(params double[] weights)
    {
        var arms = Arms(weights);
        var counts = new long[arms.Length];
        for (var n = 0; n < 100_000; n++)
            counts[ArmChoice.Pick(arms, $"user-{n}")]++;
        Assert.True(SampleRatio.Test(counts, weights).P > 0.001, string.Join(" : ", counts));
    }

    [Fact]
    public void Pick_LargerCandidateShare_KeepsItsUnits()
    {
        var (kept, came) = (0, 0);
        for (var n = 0; n < 20_000; n++)
        {
            var (before, after) = (ArmChoice.Pick(Arms(0.9, 0.1), $"user-{n}"), ArmChoice.Pick(Arms(0.75, 0.25), $"user-{n}"));
            if (before == 1)
                Assert.Equal(1, after);
            kept += before;
            came += after - before;
        }

        Assert.InRange(kept, 1850, 2150);
        Assert.InRange(came, 2800, 3200);
    }

    [Fact]
    public void Pick_ChangedWeights_MovesUnitsOnlyToArmsThatGrew() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Weights,
                weights =>
                {
                    var (before, after) = (Arms(weights.Before), Arms(weights.After));
                    foreach (var unit in Units)
                    {
                        var (from, to) = (ArmChoice.Pick(before, unit), ArmChoice.Pick(after, unit));
                        if (from >= 0 && to >= 0 && from != to)
                            Assert.True(weights.After[to] * weights.Before[from] >= weights.After[from] * weights.Before[to]);
                    }
                }
            )
        );

    [Fact]
    public void Pick_OneChangedWeight_MovesUnitsOnlyToOrFromThatArm() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Weights,
                weights =>
                {
                    double[] after = [weights.After[0], .. weights.Before.Skip(1)];
                    var rose = after[0] > weights.Before[0];
                    foreach (var unit in Units)
                    {
                        var (from, to) = (ArmChoice.Pick(Arms(weights.Before), unit), ArmChoice.Pick(Arms(after), unit));
                        if (from != to)
                            Assert.Equal(0, rose ? to : from);
                    }
                }
            )
        );

    [Fact]
    public void Pick_OrderAndScaleOfTheArms_DoNotMatter() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Weights,
                weights =>
                {
                    var arms = Arms(weights.Before);
                    var reversed = arms.Reverse().Select(a => a with { Weight = a.Weight * 8 }).ToArray();
                    foreach (var unit in Units)
                    {
                        var (one, other) = (ArmChoice.Pick(arms, unit), ArmChoice.Pick(reversed, unit));
                        Assert.Equal(one < 0 ? null : arms[one].Salt, other < 0 ? null : reversed[other].Salt);
                    }
                }
            )
        );

    [Fact]
    public void Pick_ArmWithoutWeight_IsNeverPicked()
    {
        Assert.Equal(-1, ArmChoice.Pick([], "user-1"));
        Assert.Equal(-1, ArmChoice.Pick(Arms(0, 0), "user-1"));
        foreach (var unit in Units)
            Assert.Equal(1, ArmChoice.Pick(Arms(0, 1e-9, -1, double.NaN), unit));
    }

    [Fact]
    public void Pick_EqualSalts_PicksTheFirst() =>
        Assert.Equal(0, ArmChoice.Pick([new RoutingArm("a", 1), new RoutingArm("a", 1)], "user-1"));
}
