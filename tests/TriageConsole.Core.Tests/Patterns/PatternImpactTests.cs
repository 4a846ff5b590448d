using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class PatternImpactTests
{
    private static readonly PatternOutcomes Worse = new(150, 60, 1000, 700, LowerIsBetter: false, WeeklyVolume: 320, ValuePerUnit: 12.5);

    [Fact]
    public void Impact_EqualsTheFormula()
    {
        var impact = PatternImpact.Of(Worse);
        Assert.Equal(0.3, impact.Gap!.Value, 12);
        Assert.Equal(0.3 * 150 / 200, impact.ShrunkGap!.Value, 12);
        Assert.Equal(0.225 * 320 * 12.5, impact.Impact!.Value, 9);
        Assert.Equal(
            "Mean outcome 0.4 over 150 measured, 0.7 in the rest of the workflow: "
                + "a gap of 0.225 after shrinking, × 320 per week × 12.5 per unit = 900 per week.",
            impact.Explanation
        );
    }

    [Fact]
    public void Impact_LowerIsBetter_ReversesTheGap()
    {
        var impact = PatternImpact.Of(Worse with { LowerIsBetter = true });
        Assert.Equal((-0.3, 0d), (Math.Round(impact.Gap!.Value, 12), impact.Impact));
        Assert.EndsWith("not worse, so there is no impact.", impact.Explanation);
        Assert.True(PatternImpact.Of(Worse with { LowerIsBetter = true, Sum = 140 }).Impact > 0);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(150, 0)]
    public void Impact_NoMeasuredOutcomesOnOneSide_IsUnknown(long measured, long rest)
    {
        var impact = PatternImpact.Of(Worse with { Measured = measured, RestMeasured = rest });
        Assert.Equal((null, null, null), (impact.Gap, impact.ShrunkGap, impact.Impact));
        Assert.Equal(
            $"Impact unknown: {measured} measured outcomes in the pattern, {rest} in the rest of the workflow.",
            impact.Explanation
        );
    }

    [Fact]
    public void Impact_MoreMeasuredOutcomes_NeverDecreasesAndStaysBelowTheFullGap()
    {
        var last = 0d;
        for (var n = 1; n < 5000; n = (n * 3 / 2) + 1)
        {
            var impact = PatternImpact.Of(Worse with { Measured = n, Sum = 0.4 * n }).Impact!.Value;
            Assert.InRange(impact, last, 0.3 * 320 * 12.5);
            last = impact;
        }
    }

    [Fact]
    public void Impact_InvalidInput_Throws()
    {
        Assert.Throws<ArgumentException>(() => PatternImpact.Of(Worse with { Measured = -1 }));
        Assert.Throws<ArgumentException>(() => PatternImpact.Of(Worse with { Sum = double.NaN }));
        Assert.Throws<ArgumentException>(() => PatternImpact.Of(Worse with { WeeklyVolume = -1 }));
        Assert.Throws<ArgumentException>(() => PatternImpact.Of(Worse with { ValuePerUnit = double.PositiveInfinity }));
    }
}
