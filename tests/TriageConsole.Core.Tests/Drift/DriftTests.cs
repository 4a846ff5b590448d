using TriageConsole.Core.Drift;

namespace TriageConsole.Core.Tests.Drift;

/// <summary>Reference values by SciPy and River.</summary>
public sealed class DriftTests
{
    [Fact]
    public void StabilityIndex_EqualsTheReference()
    {
        Assert.Equal(0.0601986402, PopulationStability.Index([0.1, 0.2, 0.4, 0.2, 0.1], [0.15, 0.25, 0.3, 0.2, 0.1]), 1e-10);
        Assert.Equal(0, PopulationStability.Index([3, 7], [30, 70]), 1e-12);
        Assert.True(double.IsFinite(PopulationStability.Index([10, 0], [0, 10])));
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([0, 0], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([1, double.NaN], [1, 2]));
    }

    [Theory]
    [InlineData(50, 166)]
    [InlineData(20, 122)]
    public void PageHinkley_Step_AlarmsLikeTheReference(double threshold, int first)
    {
        var detector = new PageHinkley(threshold);
        var alarms = Enumerable.Range(0, 200).Where(n => detector.Add(n < 100 ? 0 : 1)).ToList();
        Assert.Equal(first, alarms[0]);
    }

    [Fact]
    public void PageHinkley_ConstantStream_NeverAlarms()
    {
        var detector = new PageHinkley();
        Assert.DoesNotContain(Enumerable.Range(0, 10_000), _ => detector.Add(0.3));
        Assert.Throws<ArgumentException>(() => detector.Add(double.NaN));
    }
}
