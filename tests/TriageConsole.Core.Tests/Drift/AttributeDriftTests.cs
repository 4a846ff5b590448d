using TriageConsole.Core.Drift;

namespace TriageConsole.Core.Tests.Drift;

public sealed class AttributeDriftTests
{
    private static Dictionary<string, long> Counts(params long[] counts) =>
        counts.Select((c, i) => (c, i)).ToDictionary(x => $"v{x.i}", x => x.c);

    [Fact]
    public void Of_LargeModerateOrNoDrift_HasTheLevel()
    {
        var much = AttributeDrift.Of(Counts(500, 500), Counts(800, 200));
        Assert.Equal(DriftLevel.Alarm, much.Level);
        Assert.Equal(PopulationStability.Index([0.5, 0.5], [0.8, 0.2]), much.Index!.Value, 1e-12);
        Assert.Equal("Drift: stability index 0.416 (p < 0.001); v0 went from 50 % to 80 %.", much.Explanation);
        Assert.Equal(DriftLevel.Some, AttributeDrift.Of(Counts(500, 500), Counts(670, 330)).Level);
        Assert.Equal(DriftLevel.None, AttributeDrift.Of(Counts(500_000, 500_000), Counts(540_000, 460_000)).Level);
        Assert.Equal(DriftLevel.NotEnough, AttributeDrift.Of(Counts(99), Counts(1000)).Level);
        Assert.Equal(
            (DriftLevel.None, 0d),
            (AttributeDrift.Of(Counts(100), Counts(1000)).Level, AttributeDrift.Of(Counts(100), Counts(1000)).Index)
        );
        Assert.Equal(DriftLevel.NotEnough, AttributeDrift.Of(Counts(), Counts()).Level);
        Assert.Throws<ArgumentException>(() => AttributeDrift.Of(Counts(-1, 200), Counts(200)));
    }

    [Fact]
    public void Of_LargeNewOrMissingValue_IsAnAlarm()
    {
        Assert.Equal(DriftLevel.Alarm, AttributeDrift.Of(Counts(300, 0), Counts(150, 150)).Level);
        Assert.Equal(DriftLevel.Alarm, AttributeDrift.Of(Counts(150, 150), Counts(300)).Level);
        Assert.Equal(DriftLevel.None, AttributeDrift.Of(Counts(1000, 0), Counts(1000, 4)).Level);
    }

    [Fact]
    public void Of_IdsAndRareValues_PoolsThem()
    {
        var first = Enumerable.Range(0, 5000).ToDictionary(n => $"id{n}", _ => 1L);
        var second = Enumerable.Range(5000, 5000).ToDictionary(n => $"id{n}", _ => 1L);
        Assert.Equal(DriftLevel.None, AttributeDrift.Of(first, second).Level);
        Assert.Equal(0, AttributeDrift.Of(Counts(500, 1, 1), Counts(500, 0, 1)).Index);
    }

    /// <summary>The index alone has many false alarms for short periods with many values; together with p it has few.</summary>
    [Theory]
    [InlineData(100, 100, 20)]
    [InlineData(100, 3000, 40)]
    [InlineData(400, 250, 5)]
    [InlineData(150, 150, 200)]
    public void Of_NoDrift_HasFewFalseAlarms(int n, int m, int values)
    {
        const int rounds = 3000;
        var random = new Random(n + values);
        var (alarms, detected) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            Dictionary<string, long> Draw(int rows) =>
                Enumerable
                    .Range(0, rows)
                    .Select(_ => (int)(values * Math.Pow(random.NextDouble(), 2)))
                    .CountBy(v => v)
                    .ToDictionary(c => $"v{c.Key}", c => (long)c.Value);
            var level = AttributeDrift.Of(Draw(n), Draw(m)).Level;
            if (level == DriftLevel.Alarm)
                alarms++;
            if (level != DriftLevel.None)
                detected++;
        }

        // Three are expected at a level of 0.001; more than eight are very unlikely.
        Assert.True(detected <= 8, $"{alarms} alarms, {detected} detected in {rounds}");
    }

    [Fact]
    public void Of_RealDrift_IsDetected()
    {
        var random = new Random(4);
        Dictionary<string, long> Draw(int rows, double power) =>
            Enumerable
                .Range(0, rows)
                .Select(_ => (int)(8 * Math.Pow(random.NextDouble(), power)))
                .CountBy(v => v)
                .ToDictionary(c => $"v{c.Key}", c => (long)c.Value);
        var detected = Enumerable.Range(0, 300).Count(_ => AttributeDrift.Of(Draw(500, 1), Draw(500, 2)).Level == DriftLevel.Alarm);
        Assert.True(detected >= 285, $"{detected} of 300");
    }
}
