using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class RecommendedActionTests
{
    private static readonly ActionFacts Due = new(3, 1001, FixTried: true);

    [Theory]
    [InlineData("prompt version", "17", RecommendedAction.FixPrompt)]
    [InlineData("document kb-12", "yes", RecommendedAction.FixRetrieval)]
    [InlineData("knowledge version", "2026-10", RecommendedAction.FixRetrieval)]
    [InlineData("model version", "m2", RecommendedAction.RollBackOrPin)]
    [InlineData("served model", "m2-small", RecommendedAction.RollBackOrPin)]
    [InlineData("release", "9", RecommendedAction.RollBackOrPin)]
    [InlineData("deployment", "eu-1", RecommendedAction.RollBackOrPin)]
    [InlineData("length", "> 480", RecommendedAction.LimitLength)]
    [InlineData("turns", "> 12", RecommendedAction.LimitLength)]
    [InlineData("tool refund", "yes", RecommendedAction.FixTool)]
    [InlineData("error kind", "timeout", RecommendedAction.FixServing)]
    [InlineData("error kind", "schema_mismatch", RecommendedAction.FixPromptOrRetrieval)]
    [InlineData("language", "de", RecommendedAction.FixPromptOrRetrieval)]
    public void For_SystematicFailure_FollowsTheTerms(string attribute, string value, string key)
    {
        var action = RecommendedAction.For(ErrorClass.Systematic, [new("country", "DE"), new(attribute, value)]);
        Assert.Equal(key, action.Key);
        if (key != RecommendedAction.FixPromptOrRetrieval)
            Assert.Contains(value == InteractionAttributes.Present ? attribute : $"{attribute} {value}", action.Sentence);
    }

    [Fact]
    public void For_OtherClasses_HaveTheirAction()
    {
        Assert.Equal(RecommendedAction.RetryAndWatch, RecommendedAction.For(ErrorClass.OneOff, [], Due).Key);
        Assert.Equal(RecommendedAction.RedesignTask, RecommendedAction.For(ErrorClass.Conceptual, [new("prompt version", "17")], Due).Key);
    }

    [Fact]
    public void For_StableLargePatternAfterAFix_SuggestsFineTune()
    {
        NamedTerm[] terms = [new("prompt version", "17")];
        string Key(ActionFacts facts, ErrorClass of = ErrorClass.Systematic) => RecommendedAction.For(of, terms, facts).Key;
        Assert.Equal(RecommendedAction.FineTune, Key(Due));
        Assert.Equal(
            "Fine-tune on the pattern: seen for 3 weeks with 1001 interactions, and a fix of the prompt or retrieval was tried.",
            RecommendedAction.For(ErrorClass.Systematic, terms, Due).Sentence
        );
        Assert.Equal(RecommendedAction.FineTune, Key(Due with { FixTried = false, FixNotIndicated = true }));
        Assert.Equal(RecommendedAction.FixPrompt, Key(Due with { FixTried = false }));
        Assert.Equal(RecommendedAction.FixPrompt, Key(Due with { WeeksSeen = 2 }));
        Assert.Equal(RecommendedAction.FixPrompt, Key(Due with { Interactions = 1000 }));
        Assert.Equal(
            RecommendedAction.FineTune,
            RecommendedAction
                .For(
                    ErrorClass.Systematic,
                    terms,
                    Due with
                    {
                        WeeksSeen = 1,
                        Interactions = 51,
                    },
                    new ActionSettings { StableWeeks = 1, HighVolume = 50 }
                )
                .Key
        );
    }

    [Theory]
    [InlineData("tool refund", "yes")]
    [InlineData("model version", "m2")]
    [InlineData("error kind", "rate_limit")]
    public void For_FailureThatFineTuningCannotFix_DoesNotSuggestIt(string attribute, string value) =>
        Assert.NotEqual(RecommendedAction.FineTune, RecommendedAction.For(ErrorClass.Systematic, [new(attribute, value)], Due).Key);
}
