using TriageConsole.Core.Events;
using TriageConsole.Core.Scoring;

namespace TriageConsole.Core.Tests.Scoring;

/// <summary>The meaning of user feedback, independent of the sender's spelling.</summary>
public sealed class FeedbackMeaningTests
{
    private static SignalReading Of(
        string name,
        double? number = null,
        string? text = null,
        bool boolean = false,
        string? scale = null,
        string type = "explicit"
    ) =>
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
            SignalWeights.Default,
            scale is null ? null : new Dictionary<string, FeedbackScale> { [FeedbackScale.NameOf(name)] = FeedbackScale.TryParse(scale)! }
        );

    [Theory]
    [InlineData("rating", "1", -1, 1)]
    [InlineData("rating", " 5 ", 1, 1)]
    [InlineData("rating", "2.0", -1, 0.5)]
    [InlineData("rating", "", 0, 0)]
    [InlineData("rating", "  ", 0, 0)]
    [InlineData("rating", "great stuff", 0, 0)]
    [InlineData("helpful", "false", -1, 1)]
    [InlineData("helpful", "FALSE ", -1, 1)]
    [InlineData("helpful", "True", 1, 1)]
    [InlineData("helpful", " No", -1, 1)]
    [InlineData("thumbs_down", "false", 0, 0)]
    [InlineData("thumbs_down", "no ", 0, 0)]
    [InlineData("thumbs_down", "0", 0, 0)]
    [InlineData("thumbs_down", "0.0", 0, 0)]
    [InlineData("thumbs_down", "", 0, 0)]
    [InlineData("thumbs_down", "TRUE", -1, 1)]
    [InlineData("thumbs-down", "yes", -1, 1)]
    [InlineData("thumbsDown", "1", -1, 1)]
    [InlineData("Thumbs Down", null, -1, 1)]
    [InlineData("thumbs-up", " true ", 1, 1)]
    [InlineData("thumbs_up", "no ", 0, 0)]
    [InlineData("thumbs_up", "down", 0, 0)]
    [InlineData("thumbs", "Thumbs-Down", -1, 1)]
    [InlineData("not-helpful", "true", -1, 1)]
    [InlineData("reaction", "👎", -1, 1)]
    [InlineData("reaction", "👎🏽", -1, 1)]
    [InlineData("reaction", "👍\uFE0F", 1, 1)]
    [InlineData("reaction", ":thumbsdown:", -1, 1)]
    [InlineData("reaction", ":+1:", 1, 1)]
    [InlineData("reaction", "-1", -1, 1)]
    [InlineData("reaction", "🤷", 0, 0)]
    [InlineData("user-feedback", "1", 1, 1)]
    [InlineData("score", "1", 0, 0)]
    public void Of_TextValue_HasPolarityAndStrength(string name, string? text, int polarity, double strength)
    {
        var reading = Of(name, text: text);
        Assert.Equal((polarity, strength), (reading.Polarity, Math.Round(reading.Strength, 9)));
    }

    [Theory]
    [InlineData("user-feedback", 1d, 1, 1)]
    [InlineData("user_feedback", 0d, -1, 1)]
    [InlineData("userFeedback", 0.5, 0, 0)]
    [InlineData("user-feedback", -1d, -1, 1)]
    [InlineData("user-feedback", 7d, 0, 0)]
    [InlineData("user-explicit-feedback", 1d, 1, 1)]
    [InlineData("thumbs", 0d, -1, 1)]
    [InlineData("star_rating", 1d, -1, 1)]
    [InlineData("rating", 2d, -1, 0.5)]
    [InlineData("rating", 0d, -1, 1)]
    [InlineData("rating", 8d, 0, 0)]
    [InlineData("nps", 2d, -1, 0.6)]
    [InlineData("nps", 10d, 1, 1)]
    [InlineData("score", 1d, 0, 0)]
    [InlineData("score", -1d, -1, 1)]
    [InlineData("score", 0d, -1, 0.5)]
    [InlineData("score", 2d, -1, 0.25)]
    [InlineData("score", 5d, 1, 0.5)]
    [InlineData("quality", 0.2, -1, 0.3)]
    [InlineData("score", 80d, 0, 0)]
    public void Of_NumericValue_FollowsTheConventionOfItsNameOrCountsLess(string name, double number, int polarity, double strength)
    {
        var reading = Of(name, number);
        Assert.Equal((polarity, strength), (reading.Polarity, Math.Round(reading.Strength, 9)));
    }

    [Theory]
    [InlineData("score", "1..10", 1d, -1, 1)]
    [InlineData("Score", "-1..1", 1d, 1, 1)]
    [InlineData("rating", "1..10", 2d, -1, 0.777777778)]
    [InlineData("rating", "5..1", 1d, 1, 1)]
    [InlineData("effort", "5..1", 5d, -1, 1)]
    [InlineData("user-feedback", "1..5", 1d, -1, 1)]
    [InlineData("score", "1..5", 3d, 0, 0)]
    [InlineData("score", "1..5", 9d, 0, 0)]
    [InlineData("thumbs_down", "0..1", 1d, 1, 1)]
    public void Of_DeclaredScale_TakesPrecedence(string name, string scale, double number, int polarity, double strength)
    {
        var reading = Of(name, number, scale: scale);
        Assert.Equal((polarity, strength), (reading.Polarity, Math.Round(reading.Strength, 9)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1..1")]
    [InlineData("1-5")]
    [InlineData("a..b")]
    [InlineData("1..NaN")]
    [InlineData("1..5..9")]
    public void TryParse_InvalidScale_IsNull(string text) => Assert.Null(FeedbackScale.TryParse(text));

    [Fact]
    public void ParseAll_AnySpellingOfTheName_FindsTheScale() =>
        Assert.Equal(new FeedbackScale(1, 10), FeedbackScale.ParseAll("""{"My-Score":"1..10","broken":"x"}""")["my_score"]);
}
