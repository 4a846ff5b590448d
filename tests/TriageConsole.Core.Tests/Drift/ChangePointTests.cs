using TriageConsole.Core.Drift;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Drift;

public sealed class ChangePointTests
{
    private static OutcomeSums Bucket(Random random, int n, double rate)
    {
        var yes = Enumerable.Range(0, n).Count(_ => random.NextDouble() < rate);
        return new OutcomeSums(n, yes, yes);
    }

    private static OutcomeSums[] Series(int seed, int buckets, Func<int, Random, double> rate, int most = 120)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, buckets).Select(b => Bucket(random, random.Next(most), rate(b, random)))];
    }

    /// <summary>Binomial buckets of unequal sizes: at most 1 % of the series have an alarm; with chance, at most 33 of 2,000.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.15)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void Find_YesNoSeriesWithoutChange_HasFewFalseAlarms(double rate)
    {
        var alarms = Enumerable
            .Range(0, 2000)
            .Count(seed => ChangePoints.Find(Series(seed * 31, 8 + (seed % 40), (_, _) => rate)).Count > 0);
        Assert.True(alarms <= 33, $"{alarms} of 2000");
    }

    [Fact]
    public void Find_SkewedSeriesWithoutChange_HasFewFalseAlarms()
    {
        var alarms = Enumerable
            .Range(0, 1000)
            .Count(seed =>
            {
                var random = new Random(seed * 17);
                return ChangePoints
                        .Find([
                            .. Enumerable
                                .Range(0, 30)
                                .Select(_ =>
                                    OutcomeSums.Of(Enumerable.Range(0, random.Next(60)).Select(_ => -Math.Log(1 - random.NextDouble())))
                                ),
                        ])
                        .Count > 0;
            });
        Assert.True(alarms <= 20, $"{alarms} of 1000");
    }

    /// <summary>Variance between days beyond chance is not a change of level.</summary>
    [Fact]
    public void Find_OverdispersedBuckets_HasFewFalseAlarms()
    {
        var alarms = Enumerable
            .Range(0, 1000)
            .Count(seed => ChangePoints.Find(Series(seed * 13, 30, (_, random) => 0.1 + (0.2 * random.NextDouble()), 400)).Count > 0);
        Assert.True(alarms <= 50, $"{alarms} of 1000");
    }

    [Fact]
    public void Find_Step_IsFoundNearItsPosition()
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var changes = ChangePoints.Find(Series(seed, 40, (b, _) => b < 25 ? 0.1 : 0.25));
            if (changes is not [var change] || Math.Abs(change.Index - 25) > 3)
                continue;
            found++;
            Assert.True(change.Before < change.After && change.P <= 0.01);
        }

        Assert.True(found >= 180, $"{found} of 200");
    }

    [Fact]
    public void Find_UpAndDown_FindsTwoChanges()
    {
        var both = Enumerable
            .Range(0, 200)
            .Count(seed =>
                ChangePoints.Find(Series(seed, 50, (b, _) => b is >= 20 and < 30 ? 0.4 : 0.1)) is [var up, var down]
                && up.After > up.Before
                && down.After < down.Before
                && Math.Abs(up.Index - 20) <= 2
                && Math.Abs(down.Index - 30) <= 2
            );
        Assert.True(both >= 180, $"{both} of 200");
    }

    [Fact]
    public void Find_CleanStep_HasItsMeansAndSkipsEmptyBuckets()
    {
        OutcomeSums[] series = [new(40, 4, 4), default, new(40, 4, 4), default, new(40, 30, 30), new(40, 30, 30)];
        var change = Assert.Single(ChangePoints.Find(series));
        Assert.Equal((4, 0.1, 0.75), (change.Index, change.Before, change.After));
        Assert.InRange(change.P, 0, 1e-12);
        Assert.Equal(1, Assert.Single(ChangePoints.Find([new(50, 5, 5), new(50, 40, 40)])).Index);
        var numbers = Assert.Single(
            ChangePoints.Find([
                OutcomeSums.Of(Enumerable.Repeat(2d, 49).Append(2.5)),
                OutcomeSums.Of(Enumerable.Repeat(3d, 49).Append(2.5)),
            ])
        );
        Assert.Equal((1, 2.01, 2.99), (numbers.Index, numbers.Before, numbers.After));
        // If the values on each side are equal, the spread is unknown, so nothing can be tested.
        Assert.Empty(ChangePoints.Find([OutcomeSums.Of(Enumerable.Repeat(2d, 50)), OutcomeSums.Of(Enumerable.Repeat(3d, 50))]));
    }

    [Fact]
    public void Find_ConstantOrShortSeries_FindsNothing()
    {
        Assert.Empty(ChangePoints.Find([]));
        Assert.Empty(ChangePoints.Find([default, default]));
        foreach (var yes in new[] { 0, 50 })
            Assert.Empty(ChangePoints.Find([.. Enumerable.Repeat(new OutcomeSums(50, yes, yes), 30)]));
        Assert.Empty(ChangePoints.Find([.. Enumerable.Range(1, 30).Select(n => OutcomeSums.Of(Enumerable.Repeat(0.1, n)))]));
        Assert.Empty(ChangePoints.Find([new(29, 0, 0), new(500, 500, 500)]));
        Assert.Throws<ArgumentException>(() => ChangePoints.Find([new(-1, 0, 0)]));
    }
}
