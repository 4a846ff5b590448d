using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class SuggestedActionTests
{
    private static readonly ActionFacts Due = new(3, 1001, FixTried: true);

    [Theory]
    [InlineData("prompt version", "17", SuggestedAction.FixPrompt)]
    [InlineData("document kb-12", "yes", SuggestedAction.FixRetrieval)]
    [InlineData("knowledge version", "2026-10", SuggestedAction.FixRetrieval)]
    [InlineData("model version", "m2", SuggestedAction.RollBackOrPin)]
    [InlineData("served model", "m2-small", SuggestedAction.RollBackOrPin)]
    [InlineData("release", "9", SuggestedAction.RollBackOrPin)]
    [InlineData("deployment", "eu-1", SuggestedAction.RollBackOrPin)]
    [InlineData("length", "> 480", SuggestedAction.LimitLength)]
    [InlineData("turns", "> 12", SuggestedAction.LimitLength)]
    [InlineData("tool refund", "yes", SuggestedAction.FixTool)]
    [InlineData("error kind", "timeout", SuggestedAction.FixServing)]
    [InlineData("error kind", "schema_mismatch", SuggestedAction.FixPromptOrRetrieval)]
    [InlineData("language", "de", SuggestedAction.FixPromptOrRetrieval)]
    public void For_SystematicFailure_FollowsTheTerms(string attribute, string value, string key)
    {
        var action = SuggestedAction.For(ErrorClass.Systematic, [new("country", "DE"), new(attribute, value)]);
        Assert.Equal(key, action.Key);
        if (key != SuggestedAction.FixPromptOrRetrieval)
            Assert.Contains(value == InteractionAttributes.Present ? attribute : $"{attribute} {value}", action.Sentence);
    }

    [Fact]
    public void For_OtherClasses_HaveTheirAction()
    {
        Assert.Equal(SuggestedAction.RetryAndCheck, SuggestedAction.For(ErrorClass.OneOff, [], Due).Key);
        Assert.Equal(SuggestedAction.RedesignTask, SuggestedAction.For(ErrorClass.Conceptual, [new("prompt version", "17")], Due).Key);
    }

    [Fact]
    public void For_StableLargePatternAfterAFix_SuggestsFineTune()
    {
        NamedTerm[] terms = [new("prompt version", "17")];
        string Key(ActionFacts facts, ErrorClass of = ErrorClass.Systematic) => SuggestedAction.For(of, terms, facts).Key;
        Assert.Equal(SuggestedAction.FineTune, Key(Due));
        Assert.Equal(
            "Fine-tune on the pattern: seen for 3 weeks with 1001 interactions, and a fix of the prompt or retrieval was tried.",
            SuggestedAction.For(ErrorClass.Systematic, terms, Due).Sentence
        );
        Assert.Equal(SuggestedAction.FineTune, Key(Due with { FixTried = false, FixNotIndicated = true }));
        Assert.Equal(SuggestedAction.FixPrompt, Key(Due with { FixTried = false }));
        Assert.Equal(SuggestedAction.FixPrompt, Key(Due with { WeeksSeen = 2 }));
        Assert.Equal(SuggestedAction.FixPrompt, Key(Due with { Interactions = 1000 }));
        Assert.Equal(
            SuggestedAction.FineTune,
            SuggestedAction
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
        Assert.NotEqual(SuggestedAction.FineTune, SuggestedAction.For(ErrorClass.Systematic, [new(attribute, value)], Due).Key);
}
