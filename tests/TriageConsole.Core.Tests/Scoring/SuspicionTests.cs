using TriageConsole.Core.Events;
using TriageConsole.Core.Scoring;

namespace TriageConsole.Core.Tests.Scoring;

public sealed class SuspicionTests
{
    private static SignalReading Of(string type, string name, double? number = null, string? text = null, bool boolean = false) =>
        SignalReading.Of(
            new SignalEvent
            {
                Type = type,
                Name = name,
                Number = number,
                Text = text,
                IsBoolean = boolean,
                UserId = "u",
            },
            SignalWeights.Default
        );

    [Fact]
    public void Score_WithoutSignals_IsZero() => Assert.Equal(0, SuspicionScore.Of([]));

    [Fact]
    public void Score_TwoNegativeSignals_IsNoisyOr() =>
        Assert.Equal(
            1 - ((1 - (0.8 * 1 * 0.5)) * (1 - (0.4 * 0.5 * 1))),
            SuspicionScore.Of([new(-1, 1, 0.8, 0.5), new(-1, 0.5, 0.4, 1)]),
            12
        );

    [Fact]
    public void Score_PositiveSignal_Discounts() =>
        Assert.Equal(0.5 * (1 - 0.3), SuspicionScore.Of([new(-1, 1, 0.5, 1), new(1, 1, 0.3, 1)]), 12);

    [Fact]
    public void Score_OnlyPositiveSignals_IsZero() => Assert.Equal(0, SuspicionScore.Of([new(1, 1, 0.9, 1)]));

    [Fact]
    public void Score_AnySignals_IsBoundedAndGrowsWithNegativeSignals()
    {
        var random = new Random(11);
        for (var n = 0; n < 1000; n++)
        {
            var signals = Enumerable
                .Range(0, random.Next(12))
                .Select(_ => new SignalReading(random.Next(-1, 2), random.NextDouble(), random.NextDouble(), random.NextDouble()))
                .ToList();
            var score = SuspicionScore.Of(signals);
            Assert.InRange(score, 0, 1);
            Assert.True(SuspicionScore.Of([.. signals, new SignalReading(-1, 1, 0.5, 1)]) >= score);
        }
    }

    [Theory]
    [InlineData("explicit", "rating", 1d, null, -1, 1)]
    [InlineData("explicit", "rating", 2d, null, -1, 0.5)]
    [InlineData("explicit", "rating", 3d, null, 0, 0)]
    [InlineData("explicit", "rating", 5d, null, 1, 1)]
    [InlineData("explicit", "thumbs", null, "down", -1, 1)]
    [InlineData("explicit", "thumbs", null, "up", 1, 1)]
    [InlineData("implicit", "edit_distance", 0.4, null, -1, 0.4)]
    [InlineData("implicit", "time_to_action_ms", 60_000d, null, -1, 0.5)]
    [InlineData("implicit", "time_to_action_ms", 20_000d, null, 0, 0)]
    [InlineData("system", "groundedness", 0.2, null, -1, 0.8)]
    [InlineData("system", "groundedness", 0.9, null, 0, 0)]
    [InlineData("system", "termination_reason", null, "too_many_errors", -1, 1)]
    [InlineData("system", "termination_reason", null, "user_stop", 0, 0)]
    [InlineData("human", "safety_gold_expert", null, "Yes", -1, 1)]
    [InlineData("human", "safety_gold_expert", null, "No", 0, 0)]
    [InlineData("outcome", "reward", 0d, null, 0, 0)]
    public void Reading_KnownSignal_HasPolarityAndStrength(
        string type,
        string name,
        double? number,
        string? text,
        int polarity,
        double strength
    )
    {
        var reading = Of(type, name, number, text);
        Assert.Equal(polarity, reading.Polarity);
        Assert.Equal(strength, reading.Strength, 9);
    }

    [Theory]
    [InlineData("implicit", "escalated_to_human", true, -1)]
    [InlineData("implicit", "escalated_to_human", false, 0)]
    [InlineData("implicit", "copied", true, 1)]
    [InlineData("system", "db_match", false, -1)]
    [InlineData("system", "db_match", true, 0)]
    [InlineData("system", "guardrail_hit", true, -1)]
    public void Reading_YesNoSignal_HasThePolarity(string type, string name, bool value, int polarity) =>
        Assert.Equal(polarity, Of(type, name, value ? 1 : 0, boolean: true).Polarity);

    [Fact]
    public void Outcome_LowerIsBetterMetric_FailsWhenHigh()
    {
        Assert.Equal(-1, OutcomeReading.Of(0.9, lowerIsBetter: true, SignalWeights.Default).Polarity);
        Assert.Equal(-1, OutcomeReading.Of(0, lowerIsBetter: false, SignalWeights.Default).Polarity);
        Assert.Equal(0, OutcomeReading.Of(1, lowerIsBetter: false, SignalWeights.Default).Polarity);
        Assert.Equal(0, OutcomeReading.Of(4, lowerIsBetter: false, SignalWeights.Default).Polarity);
        Assert.True(OutcomeReading.LooksLowerIsBetter("rater_unsafe_share"));
    }

    [Fact]
    public void Weights_RoundTripAndRefuseInvalidValues()
    {
        var weights = SignalWeights.Default with { Retry = 0.11 };
        Assert.Equal(weights, SignalWeights.Parse(weights.ToJson()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => SignalWeights.Parse("""{"retry": 7}"""));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => SignalWeights.Parse("""{"retri": 0.1}"""));
    }
}
