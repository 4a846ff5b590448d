using TriageConsole.Core.Retraining;

namespace TriageConsole.Core.Tests.Retraining;

/// <summary>Which pattern triggers a proposal, and how often.</summary>
public sealed class TriggerDecisionTests
{
    private static readonly TriggerSettings Settings = new(0.3, 1000, 0.5, 20, 0.5, 20, true, 7);
    private static readonly PatternFacts Quiet = new(1200, 300, 1000, 10, 10, 0, null);

    [Theory]
    [InlineData(1001, 401, 800, RetrainingTrigger.Severe)]
    [InlineData(1000, 400, 700, null)]
    [InlineData(1001, 300, 500, null)]
    [InlineData(1001, 401, 802, null)]
    public void SeverePattern_NeedsRateVolumeAndShare(long interactions, long failures, long all, RetrainingTrigger? expected) =>
        Assert.Equal(
            expected,
            TriggerDecision.Of(Quiet with { Interactions = interactions, Failures = failures, AllFailures = all }, Settings)?.Trigger
        );

    [Theory]
    [InlineData(31, 20, true)]
    [InlineData(30, 20, false)]
    [InlineData(19, 0, false)]
    [InlineData(20, 0, true)]
    public void GrowingPattern_HasMoreFailuresThanTheWeekBefore(long lastWeek, long weekBefore, bool expected)
    {
        var decision = TriggerDecision.Of(Quiet with { LastWeek = lastWeek, WeekBefore = weekBefore }, Settings);
        Assert.Equal(expected ? RetrainingTrigger.Growing : null, decision?.Trigger);
        if (expected)
            Assert.Equal($"{lastWeek} failures in the last seven days, {weekBefore} in the week before.", decision!.Reason);
    }

    [Fact]
    public void Labels_TriggerWhenThereAreEnough_AndEachWeekWhenThereAreSome()
    {
        Assert.Equal(RetrainingTrigger.Labels, TriggerDecision.Of(Quiet with { NewLabels = 20 }, Settings)?.Trigger);
        Assert.Equal(RetrainingTrigger.Weekly, TriggerDecision.Of(Quiet with { NewLabels = 1 }, Settings)?.Trigger);
        Assert.Null(TriggerDecision.Of(Quiet with { NewLabels = 1 }, Settings with { Weekly = false }));
        var often = Settings with { QuietDays = 1 };
        Assert.Null(TriggerDecision.Of(Quiet with { NewLabels = 1, SinceLast = TimeSpan.FromDays(6) }, often));
        Assert.Equal(
            RetrainingTrigger.Weekly,
            TriggerDecision.Of(Quiet with { NewLabels = 1, SinceLast = TimeSpan.FromDays(7) }, often)?.Trigger
        );
    }

    [Fact]
    public void NothingTriggers_InTheQuietTimeAfterAProposal()
    {
        var severe = Quiet with { Interactions = 5000, Failures = 4000, AllFailures = 4000, NewLabels = 500 };
        Assert.Null(TriggerDecision.Of(severe with { SinceLast = TimeSpan.FromDays(6.9) }, Settings));
        Assert.NotNull(TriggerDecision.Of(severe with { SinceLast = TimeSpan.FromDays(7) }, Settings));
        Assert.Null(TriggerDecision.Of(new PatternFacts(0, 0, 0, 0, 0, 0, null), Settings));
    }
}
