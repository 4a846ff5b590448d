using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class ComparableAnswersTests
{
    private static Criterion Of(CriterionKind kind) =>
        new()
        {
            Key = "q",
            Kind = kind,
            Label = "Q?",
            Min = 1,
            Max = 5,
            Options = kind is CriterionKind.OneOf or CriterionKind.ManyOf ? [new("a", "Answer A"), new("b", "B")] : [],
            SpanTypes = [new("x", "X")],
        };

    [Theory]
    [InlineData(CriterionKind.YesNo, "Yes", "yes")]
    [InlineData(CriterionKind.YesNo, "maybe", null)]
    [InlineData(CriterionKind.OneOf, "answer a", "a")]
    [InlineData(CriterionKind.OneOf, "c", null)]
    [InlineData(CriterionKind.Ordinal, "3.0", "3")]
    [InlineData(CriterionKind.Ordinal, "6", null)]
    [InlineData(CriterionKind.Preference, "TIE", "tie")]
    [InlineData(CriterionKind.ManyOf, "a", null)]
    [InlineData(CriterionKind.Text, "words", null)]
    public void Fit_ImportedAnswer_IsAValidAnswerOrNull(CriterionKind kind, string answer, string? expected) =>
        Assert.Equal(expected, ComparableAnswers.Fit(Of(kind), answer));

    [Fact]
    public void Of_ManyOf_IsOneQuestionPerOption() =>
        Assert.Equal([("q=a", "no"), ("q=b", "yes")], ComparableAnswers.Of(Of(CriterionKind.ManyOf), """["b"]"""));

    [Fact]
    public void Of_TextAndSpans_AreNotCompared()
    {
        Assert.Empty(ComparableAnswers.Of(Of(CriterionKind.Text), "words"));
        Assert.Empty(ComparableAnswers.Of(Of(CriterionKind.Spans), "[]"));
        Assert.Equal(MeasurementLevel.Ordinal, ComparableAnswers.Level(CriterionKind.Ordinal));
    }
}
